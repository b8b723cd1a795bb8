package io.rgate.runtime;

import static java.lang.System.Logger.Level.TRACE;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Body;
import io.rgate.api.Endpoint;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.api.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The reference upstream: HTTP/1.1 over the JDK's client. */
final class HttpClientUpstream implements Upstream {
  private static final System.Logger LOG = System.getLogger(HttpClientUpstream.class.getName());

  /** Methods whose requests say by themselves that they have no content (RFC 9110, 9.3). */
  private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE", "OPTIONS", "TRACE");

  private static final Duration SHUTDOWN = Duration.ofSeconds(1);

  private final Timeouts timeouts;

  /** Runs its tasks in place, on the selector's thread: nothing here blocks one. */
  private final HttpClient cleartext;

  /** TLS hand-shakes block, so https origins have a client with threads. */
  private final HttpClient tls;

  private final ExecutorService tlsExecutor = Executors.newVirtualThreadPerTaskExecutor();

  HttpClientUpstream(Timeouts timeouts) {
    this.timeouts = timeouts;
    this.cleartext = client(Runnable::run);
    this.tls = client(tlsExecutor);
  }

  private HttpClient client(Executor executor) {
    return HttpClient.newBuilder()
        // The default would offer an upgrade to HTTP/2 on every new connection.
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(timeouts.connect())
        .executor(executor)
        .build();
  }

  @Override
  public Response send(Endpoint endpoint, Request originRequest) throws UpstreamException {
    Body content = originRequest.body();
    ClientBodyPublisher upload = content.isEmpty() ? null : new ClientBodyPublisher(content);
    BodyPublisher publisher = upload == null ? noContent(originRequest) : upload;
    OriginBody body = new OriginBody(timeouts.idle());
    HttpClient client = endpoint.uri().getScheme().equalsIgnoreCase("https") ? tls : cleartext;
    try {
      CompletableFuture<HttpResponse<InputStream>> answer =
          client.sendAsync(new OriginRequest(endpoint, originRequest, publisher), info -> body);
      return response(originRequest, await(answer, upload), body);
    } catch (UpstreamException e) {
      abandon(upload, body);
      throw e;
    } catch (IOException | RuntimeException e) {
      abandon(upload, body);
      throw failure(e, upload);
    }
  }

  private static @Nullable BodyPublisher noContent(Request request) {
    // POST and its like say that their content is empty (RFC 9110, 8.6).
    return BODILESS.contains(request.method()) || !request.fields().contains("Content-Length")
        ? null
        : BodyPublishers.noBody();
  }

  private static void abandon(@Nullable ClientBodyPublisher upload, OriginBody body) {
    body.close();
    if (upload != null) {
      upload.stop();
    }
  }

  /** Waits for the head of the answer; the clock starts anew with every piece of the upload. */
  private HttpResponse<InputStream> await(
      CompletableFuture<HttpResponse<InputStream>> answer, @Nullable ClientBodyPublisher upload)
      throws IOException {
    long start = System.nanoTime();
    long limit = timeouts.head().toNanos();
    try {
      while (true) {
        long since = upload == null ? start : Math.max(start, upload.lastProgressNanos());
        long left = since + limit - System.nanoTime();
        if (left <= 0) {
          answer.cancel(true);
          throw new UpstreamException(Failure.TIMEOUT, new TimeoutException("no answer in time"));
        }
        try {
          return answer.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          LOG.log(TRACE, "no answer yet; looking whether the upload still goes on");
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static UpstreamException failure(Exception e, @Nullable ClientBodyPublisher upload) {
    if (upload != null && upload.clientFailure() != null) {
      return new UpstreamException(Failure.CLIENT_BODY, e);
    }
    return new UpstreamException(
        switch (e) {
          case HttpConnectTimeoutException timeout -> Failure.CONNECT;
          case ConnectException refused -> Failure.CONNECT;
          case SocketException reset -> Failure.NO_ANSWER;
          case IOException closed when isWithoutAnswer(closed) -> Failure.NO_ANSWER;
          default -> Failure.INVALID_ANSWER;
        },
        e);
  }

  /** The client has no class of its own for a connection that ended before the first byte. */
  private static boolean isWithoutAnswer(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("received no bytes")) {
        return true;
      }
    }
    return false;
  }

  private static Response response(
      Request originRequest, HttpResponse<InputStream> answer, OriginBody body)
      throws UpstreamException {
    try {
      Fields.Builder fields = Fields.builder();
      for (Map.Entry<String, List<String>> field : answer.headers().map().entrySet()) {
        field.getValue().forEach(value -> fields.add(field.getKey(), value));
      }
      Fields originFields = fields.build();
      long length = OriginFraming.length(originRequest.method(), answer.statusCode(), originFields);
      return new Response(
          answer.statusCode(), originFields, length == 0 ? closing(body) : new Body(body, length));
    } catch (IllegalArgumentException e) {
      throw new UpstreamException(Failure.INVALID_ANSWER, e);
    }
  }

  /** No content; the stream stays in hand so that closing it gives back the connection. */
  private static Body closing(OriginBody body) {
    return new Body(body, 0);
  }

  @Override
  public void close() {
    // Not close(), which would wait for streams that nobody reads any more.
    cleartext.shutdownNow();
    tls.shutdownNow();
    try {
      // Its tasks end first: one that its executor rejects would leave a client half closed.
      cleartext.awaitTermination(SHUTDOWN);
      tls.awaitTermination(SHUTDOWN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tlsExecutor.shutdownNow();
  }
}
