package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.BindableService;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.integration.EmptyProtos.Empty;
import io.grpc.testing.integration.Messages.ResponseParameters;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.SimpleResponse;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import io.grpc.testing.integration.TestServiceGrpc;
import io.grpc.testing.integration.TestServiceImpl;
import io.rgate.http.DirectFrontProvider;
import io.rgate.http.DirectUpstreamProvider;
import io.rgate.runtime.measure.NoStats;
import io.rgate.transport.FrontProvider.TlsSettings;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import io.rgate.transport.UpstreamProvider.OriginTls;
import io.rgate.transport.UpstreamProvider.UpstreamSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.runner.JUnitCore;
import org.junit.runner.Request;
import org.junit.runner.Result;

/** gRPC's own interop suite, client and server of gRPC-Java, with a gateway between them. */
class GrpcInteropIT {
  private static final int MANY = 1000;
  private static final Map<String, String> LABEL = Map.of("all", "");

  /** It is about OpenCensus, which would have to be there, and left out without it. */
  private static final String OF_CENSUS = "censusContextsPropagated";

  static Path tls(String file) {
    try {
      return Path.of(
          Objects.requireNonNull(GrpcInteropIT.class.getResource("/tls/" + file)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a server of gRPC shows its clients. */
  static ServerCredentials credentials(boolean secure) {
    try {
      return secure
          ? TlsServerCredentials.create(tls("site.pem").toFile(), tls("site.key").toFile())
          : InsecureServerCredentials.create();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A gateway in front of a server of HTTP/2; with TLS on both sides, or on none. */
  static Gateway gateway(int origin, boolean secure) {
    Gateway.Builder builder =
        Gateway.builder()
            .route("/", "all")
            .backend("all", "all")
            .endpoint((secure ? "https://localhost:" : "h2c://127.0.0.1:") + origin, LABEL)
            .stats(NoStats.INSTANCE)
            .front(new DirectFrontProvider())
            .upstream(new DirectUpstreamProvider())
            .http2Streams(MANY)
            .host("127.0.0.1")
            .port(0);
    OriginTls verified = new OriginTls(tls("ca.pem"), null, null, false);
    return secure
        ? builder
            .upstream(UpstreamSettings.DEFAULT.withTls(verified))
            .tls(TlsSettings.of(CertificateFiles.pem(tls("site.pem"), tls("site.key"))))
            .start()
        : builder.start();
  }

  /** A client's connection to a gateway. */
  static NettyChannelBuilder channel(int port, boolean secure) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress("localhost", port)
            .flowControlWindow(GrpcInteropCases.TEST_FLOW_CONTROL_WINDOW)
            .maxInboundMessageSize(GrpcInteropCases.MAX_MESSAGE_SIZE);
    if (!secure) {
      return builder.usePlaintext();
    }
    try {
      return builder.sslContext(
          GrpcSslContexts.forClient().trustManager(tls("ca.pem").toFile()).build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<String> cases() {
    return Arrays.stream(GrpcInteropCases.Plain.class.getMethods())
        .filter(method -> method.isAnnotationPresent(org.junit.Test.class))
        .map(Method::getName)
        .filter(name -> !name.equals(OF_CENSUS))
        .sorted();
  }

  private static void require(Class<? extends GrpcInteropCases> kind, String name) {
    Result result = new JUnitCore().run(Request.method(kind, name));
    assertThat(result.getFailures()).isEmpty();
    assertThat(result.getRunCount()).isEqualTo(1);
    assertThat(result.getAssumptionFailureCount()).as("left out for lack of memory").isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "emptyUnary",
        "largeUnary",
        "pingPong",
        "fullDuplexCallShouldSucceed",
        "cancelAfterFirstResponse",
        "unimplementedMethod",
        "timeoutOnSleepingServer"
      })
  void theMainCases(String name) {
    require(GrpcInteropCases.Plain.class, name);
  }

  @EnabledIfSystemProperty(named = "rgate.long", matches = "true")
  @ParameterizedTest
  @MethodSource("cases")
  void everyCase(String name) {
    require(GrpcInteropCases.Plain.class, name);
  }

  @EnabledIfSystemProperty(named = "rgate.long", matches = "true")
  @ParameterizedTest
  @MethodSource("cases")
  void everyCaseByTls(String name) {
    require(GrpcInteropCases.Tls.class, name);
  }

  @Test
  void allOfThemAreKnown() {
    assertThat(cases()).hasSize(37);
  }

  /** One side of a stream that says something once, and ends when all others have. */
  private record OneStream(
      CountDownLatch answered, CountDownLatch ended, AtomicReference<Throwable> failure)
      implements StreamObserver<StreamingOutputCallResponse> {
    @Override
    public void onNext(StreamingOutputCallResponse value) {
      answered.countDown();
    }

    @Override
    public void onError(Throwable t) {
      failure.compareAndSet(null, t);
      answered.countDown();
      ended.countDown();
    }

    @Override
    public void onCompleted() {
      ended.countDown();
    }
  }

  @EnabledIfSystemProperty(named = "rgate.long", matches = "true")
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aThousandStreamsAtOnceOverOneConnection(boolean secure) throws Exception {
    ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    Server server =
        Grpc.newServerBuilderForPort(0, credentials(secure))
            .addService(new TestServiceImpl(executor))
            .build()
            .start();
    Gateway gateway = gateway(server.getPort(), secure);
    ManagedChannel channel = channel(gateway.port(), secure).build();
    CountDownLatch answered = new CountDownLatch(MANY);
    CountDownLatch ended = new CountDownLatch(MANY);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    StreamingOutputCallRequest request =
        StreamingOutputCallRequest.newBuilder()
            .addResponseParameters(ResponseParameters.newBuilder().setSize(100))
            .build();
    try {
      List<StreamObserver<StreamingOutputCallRequest>> open = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        StreamObserver<StreamingOutputCallRequest> out =
            TestServiceGrpc.newStub(channel)
                .fullDuplexCall(new OneStream(answered, ended, failure));
        out.onNext(request);
        open.add(out);
      }
      assertThat(answered.await(60, TimeUnit.SECONDS)).as("each has its answer").isTrue();
      assertThat(failure).hasValue(null);
      assertThat(ended.getCount()).as("streams that are open").isEqualTo(MANY);
      assertThat(gateway.inFlight().count()).isEqualTo(MANY);
      open.forEach(StreamObserver::onCompleted);
      assertThat(ended.await(60, TimeUnit.SECONDS)).as("each has ended").isTrue();
      assertThat(failure).hasValue(null);
    } finally {
      channel.shutdownNow();
      gateway.close(Duration.ZERO);
      server.shutdownNow();
      executor.shutdownNow();
    }
  }

  /** Says that it was called, and when it was cancelled. */
  private static final class Patient implements TestServiceGrpc.AsyncService, BindableService {
    private final CountDownLatch called = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);

    @Override
    public ServerServiceDefinition bindService() {
      return TestServiceGrpc.bindService(this);
    }

    @Override
    public void unaryCall(SimpleRequest request, StreamObserver<SimpleResponse> response) {
      ((ServerCallStreamObserver<SimpleResponse>) response)
          .setOnCancelHandler(cancelled::countDown);
      called.countDown();
    }
  }

  @Test
  void aCallThatIsGivenUpIsCancelledAtTheServer() throws Exception {
    Patient service = new Patient();
    Server server = ServerBuilder.forPort(0).addService(service).build().start();
    Gateway gateway = gateway(server.getPort(), false);
    ManagedChannel channel = channel(gateway.port(), false).build();
    try {
      var call =
          TestServiceGrpc.newFutureStub(channel).unaryCall(SimpleRequest.getDefaultInstance());
      assertThat(service.called.await(30, TimeUnit.SECONDS)).isTrue();
      call.cancel(true);
      assertThat(service.cancelled.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      channel.shutdownNow();
      gateway.close(Duration.ZERO);
      server.shutdownNow();
    }
  }

  @Test
  void aClientUnderstandsWhatTheGatewaySays() throws Exception {
    Server gone = ServerBuilder.forPort(0).build().start();
    int port = gone.getPort();
    gone.shutdownNow().awaitTermination();
    Gateway gateway = gateway(port, false);
    ManagedChannel channel = channel(gateway.port(), false).build();
    try {
      assertThatThrownBy(
              () -> TestServiceGrpc.newBlockingStub(channel).emptyCall(Empty.getDefaultInstance()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(e.getStatus().getDescription()).isEqualTo("503 Service Unavailable");
              });
    } finally {
      channel.shutdownNow();
      gateway.close(Duration.ZERO);
    }
  }
}
