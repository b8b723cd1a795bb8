package io.rgate.runtime.front.jdk;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Peer;
import io.rgate.transport.Exchange;
import io.rgate.transport.Exchange.RequestHead;
import io.rgate.transport.Exchange.ResponseContent;
import io.rgate.transport.Exchange.Tunnel;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An exchange of the JDK's server, as an {@link Exchange}. */
final class JdkExchange implements Exchange {
  private final HttpExchange exchange;
  private final JdkRequest request;
  private final ClientWatch.Watch watch;
  private final JdkFront front;
  private final JdkContent content;
  private final Body body;
  private final Peer peer;
  private final Thread thread = Thread.currentThread();
  private @Nullable JdkResponseContent answer;
  private volatile boolean aborted;

  JdkExchange(HttpExchange exchange, JdkRequest request, ClientWatch.Watch watch, JdkFront front) {
    this.exchange = exchange;
    this.request = request;
    this.watch = watch;
    this.front = front;
    this.content = new JdkContent(exchange.getRequestBody(), request.length(), watch, clientIdle());
    this.body = request.length() == 0 ? Body.EMPTY : new Body(content, request.length());
    this.peer = new Peer(exchange.getRemoteAddress(), exchange.getLocalAddress());
  }

  /** How long each write may wait for the client. */
  record Clock(ClientWatch.Watch watch, long idleNanos) {}

  private long clientIdle() {
    return front.settings().limits().clientIdle().toNanos();
  }

  @Override
  public RequestHead head() {
    return request.head();
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Body content() {
    return body;
  }

  @Override
  public void inform(int status, Fields fields) {
    // The JDK's API has no interim responses.
  }

  @Override
  public ResponseContent respond(int status, Fields fields, long length) throws IOException {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be 200 to 599, was " + status);
    }
    if (answer != null) {
      throw new IllegalStateException("the response was begun before");
    }
    boolean empty = hasNoContent(status) || length == 0;
    writeFields(status, fields, length, empty);
    JdkResponseContent begun =
        new JdkResponseContent(
            exchange, status, empty ? 0 : length, new Clock(watch, clientIdle()), content);
    answer = begun;
    if (!empty) {
      begun.begin();
    }
    return begun;
  }

  private boolean hasNoContent(int status) {
    return head().method().equals("HEAD") || status == 204 || status == 205 || status == 304;
  }

  private void writeFields(int status, Fields fields, long length, boolean empty) {
    Headers headers = exchange.getResponseHeaders();
    addAll(fields, headers);
    boolean untilClose = !empty && length < 0 && head().protocol().equals("HTTP/1.0");
    if (untilClose || endsConnection(fields)) {
      headers.set("Connection", "close");
      headers.remove("Keep-Alive"); // the server has set it for a client of HTTP/1.0
    }
    // HEAD and 304 declare the length that a GET would have had (RFC 9110, 8.6).
    if (length >= 0 && tellsLength(status)) {
      headers.set("Content-Length", Long.toString(length));
    }
  }

  private boolean tellsLength(int status) {
    return hasNoContent(status) && status != 204 && status != 205;
  }

  private static void addAll(Fields fields, Headers to) {
    fields.forEach((name, value) -> {
      if (!isFraming(name)) {
        to.add(name, value);
      }
    });
  }

  private boolean endsConnection(Fields fields) {
    return front.draining()
        || !request.persistent()
        // Content that was not read to its end cannot be taken for a request.
        || !content.finished()
        || fields.hasMember("Connection", "close");
  }

  private static boolean isFraming(String name) {
    return name.equalsIgnoreCase("Content-Length")
        || name.equalsIgnoreCase("Transfer-Encoding")
        || name.equalsIgnoreCase("Connection");
  }

  @Override
  public boolean offersTunnel() {
    return false;
  }

  @Override
  public Tunnel tunnel(int status, Fields fields) {
    throw new UnsupportedOperationException("the JDK's server has no tunnels");
  }

  @Override
  public void onGone(Runnable cancel) {
    // The JDK's API does not report it.
  }

  @Override
  public void abort() {
    aborted = true;
    if (Thread.currentThread() != thread) {
      thread.interrupt();
    }
  }

  boolean isAnswered() {
    return answer != null || aborted;
  }

  /** The service threw: a response that was begun must not look complete. */
  void failed() {
    if (answer != null) {
      aborted = true;
    }
  }

  /**
   * Ends the exchange after the service has returned.
   *
   * @throws IOException if the connection must be cut; the server does so when the handler throws
   *     this and nothing was closed
   */
  void finish() throws IOException {
    JdkResponseContent begun = answer;
    if (aborted || begun == null || !begun.isEnded()) {
      throw new IOException("response incomplete");
    }
    begun.finish();
  }
}
