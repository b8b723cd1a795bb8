package io.rgate.runtime.upstream.jdk;

import static java.lang.System.Logger.Level.TRACE;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Body;
import io.rgate.api.Endpoint;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.transport.RequestContentException;
import io.rgate.transport.Upstream;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The reference upstream: HTTP/1.1 with the JDK's client. */
final class HttpClientUpstream implements Upstream {
  private static final System.Logger LOG = System.getLogger(HttpClientUpstream.class.getName());

  /** Methods whose requests have no content unless they declare it (RFC 9110, 9.3). */
  private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE", "OPTIONS", "TRACE");

  private final HttpClients clients = new HttpClients();

  @Override
  public OriginAnswer send(Endpoint endpoint, Request originRequest, SendOptions options)
      throws UpstreamException {
    requireAscii(originRequest);
    if (options.cancellation().isCancelled()) {
      throw new UpstreamException(Stage.CONNECT, Failure.CLIENT, "the client has left", null);
    }
    Body content = originRequest.body();
    ClientBodyPublisher upload = content.isEmpty() ? null : new ClientBodyPublisher(content);
    BodyPublisher publisher = upload == null ? noContent(originRequest) : upload;
    OriginBody body = new OriginBody(upload);
    try {
      HttpClient client = clients.of(endpoint, options.timeouts().connect());
      CompletableFuture<HttpResponse<OriginAnswer>> answer =
          client.sendAsync(
              new OriginRequest(endpoint, originRequest, publisher),
              head -> subscriber(originRequest, head, body, options));
      options
          .cancellation()
          .onCancel(() -> {
            answer.cancel(true);
            body.close();
          });
      return await(answer, new AnswerDeadline(upload, options.timeouts())).body();
    } catch (UpstreamException e) {
      body.close();
      throw e;
    } catch (IOException | RuntimeException e) {
      body.close();
      throw options.cancellation().isCancelled() ? gone(upload) : failure(e, upload);
    }
  }

  /** The JDK's client would send a question mark for each other character. */
  private static void requireAscii(Request request) throws UpstreamException {
    Fields fields = request.fields();
    for (int i = 0; i < fields.size(); i++) {
      if (!fields.value(i).chars().allMatch(c -> c < 0x80)) {
        String what = "the JDK's client cannot send a value of " + fields.name(i) + " beyond ASCII";
        throw new UpstreamException(
            Stage.CONNECT, Failure.CLIENT, what, new RequestContentException(400, what, null));
      }
    }
  }

  private static UpstreamException gone(@Nullable ClientBodyPublisher upload) {
    return new UpstreamException(stage(upload), Failure.CLIENT, "the client went away", null);
  }

  private static @Nullable BodyPublisher noContent(Request request) {
    // POST and similar methods declare that their content is empty (RFC 9110, 8.6).
    return BODILESS.contains(request.method()) || !request.fields().contains("Content-Length")
        ? null
        : BodyPublishers.noBody();
  }

  /** Waits for the head of the answer. */
  private static HttpResponse<OriginAnswer> await(
      CompletableFuture<HttpResponse<OriginAnswer>> answer, AnswerDeadline deadline)
      throws IOException {
    try {
      while (true) {
        long left = deadline.left();
        try {
          return answer.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          LOG.log(TRACE, "no answer yet; looking whether the upload still goes on");
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      answer.cancel(true); // has no effect if the answer is complete
    }
  }

  /** How far the attempt got after a connection was made. */
  static Stage stage(@Nullable ClientBodyPublisher upload) {
    return upload == null || upload.finished() ? Stage.HEAD : Stage.SEND;
  }

  private static UpstreamException failure(Exception e, @Nullable ClientBodyPublisher upload) {
    Exception content = upload == null ? null : upload.contentFailure();
    if (content != null) {
      boolean client = content instanceof RequestContentException;
      String what = (client ? "the client's content" : "content made by a filter") + " failed";
      return new UpstreamException(
          Stage.SEND, client ? Failure.CLIENT : Failure.CONTENT, what, content);
    }
    boolean connected = upload != null && upload.started();
    return switch (e) {
      case HttpConnectTimeoutException timeout when !connected ->
          new UpstreamException(Stage.CONNECT, Failure.TIMEOUT, "no connection in time", e);
      case ConnectException refused when !connected ->
          new UpstreamException(Stage.CONNECT, Failure.UNREACHABLE, "no connection", e);
      case SocketException reset ->
          new UpstreamException(
              stage(upload), Failure.CLOSED, "the origin reset the connection", e);
      case IOException closed when isWithoutAnswer(closed) ->
          new UpstreamException(
              stage(upload), Failure.CLOSED, "the origin closed before it answered", e);
      case IllegalArgumentException target when !connected ->
          new UpstreamException(
              Stage.CONNECT,
              Failure.CLIENT,
              "the JDK's client cannot send this target",
              new RequestContentException(400, String.valueOf(e.getMessage()), e));
      default ->
          new UpstreamException(
              stage(upload), Failure.INVALID, "the origin's answer is not valid HTTP", e);
    };
  }

  /** The client has no exception class for a connection that ended before the first byte. */
  private static boolean isWithoutAnswer(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("received no bytes")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes the head of an answer before any of its content. An invalid answer is refused here;
   * otherwise a small one would be read completely and its connection used again.
   */
  private static BodySubscriber<OriginAnswer> subscriber(
      Request originRequest, ResponseInfo head, OriginBody body, SendOptions options) {
    try {
      Fields.Builder fields = Fields.builder();
      for (Map.Entry<String, List<String>> field : head.headers().map().entrySet()) {
        field.getValue().forEach(value -> fields.add(field.getKey(), value));
      }
      Fields originFields = fields.build();
      long length = OriginFraming.length(originRequest.method(), head.statusCode(), originFields);
      // The stream is kept even without content, because closing it gives back the connection.
      body.announce(
          new OriginAnswer(head.statusCode(), originFields, new Body(body, length)),
          options.idleOf(originFields));
    } catch (IllegalArgumentException e) {
      body.refuse(e);
    }
    return body;
  }

  @Override
  public void close() {
    clients.close();
  }
}
