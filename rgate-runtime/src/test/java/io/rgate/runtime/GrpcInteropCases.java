package io.rgate.runtime;

import io.grpc.ForwardingServerBuilder;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.testing.integration.AbstractInteropTest;
import java.time.Duration;
import org.junit.After;
import org.junit.Test;

/**
 * The cases of gRPC's interop suite, between its client and its server, with a gateway between
 * them. {@link GrpcInteropIT} runs them, by JUnit 4.
 */
public abstract class GrpcInteropCases extends AbstractInteropTest {
  private Kept kept;
  private Gateway gateway;

  private final boolean secure;

  private GrpcInteropCases(boolean secure) {
    this.secure = secure;
  }

  /** Without TLS on either side. */
  public static final class Plain extends GrpcInteropCases {
    /** For JUnit 4. */
    public Plain() {
      super(false);
    }
  }

  /** With TLS on both sides, which choose HTTP/2 by ALPN. */
  public static final class Tls extends GrpcInteropCases {
    /** For JUnit 4. */
    public Tls() {
      super(true);
    }
  }

  /** Keeps the server that it builds, since only its port is known to a gateway. */
  private static final class Kept extends ForwardingServerBuilder<Kept> {
    private final ServerBuilder<?> builder;
    private Server server;

    Kept(ServerBuilder<?> builder) {
      this.builder = builder;
    }

    @Override
    protected ServerBuilder<?> delegate() {
      return builder;
    }

    @Override
    public Server build() {
      server = super.build();
      return server;
    }
  }

  @Override
  protected final ServerBuilder<?> getServerBuilder() {
    kept =
        new Kept(
            NettyServerBuilder.forPort(0, GrpcInteropIT.credentials(secure))
                .flowControlWindow(TEST_FLOW_CONTROL_WINDOW)
                .maxInboundMessageSize(MAX_MESSAGE_SIZE));
    return kept;
  }

  @Override
  protected final ManagedChannelBuilder<?> createChannelBuilder() {
    gateway = GrpcInteropIT.gateway(kept.server.getPort(), secure);
    return GrpcInteropIT.channel(gateway.port(), secure);
  }

  /** OpenCensus is not there. */
  @Override
  protected final boolean metricsExpected() {
    return false;
  }

  @Override
  protected final boolean customCensusModulePresent() {
    return false;
  }

  /** Ends the gateway behind the client and the server. */
  @After
  public final void closeGateway() {
    if (gateway != null) {
      gateway.close(Duration.ZERO);
    }
  }

  // Those that the suite's own program calls with a value. gRPC-Java's server does not answer the
  // probes of compression, with or without a gateway.

  @Test
  public final void clientCompressedUnaryWithoutProbe() throws Exception {
    clientCompressedUnary(false);
  }

  @Test
  public final void clientCompressedStreamingWithoutProbe() throws Exception {
    clientCompressedStreaming(false);
  }

  @Test
  public final void serverCompressedStreamingToo() throws Exception {
    serverCompressedStreaming();
  }
}
