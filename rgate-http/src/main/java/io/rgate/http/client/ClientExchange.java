package io.rgate.http.client;

import io.rgate.api.Body;
import io.rgate.api.Request;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.sending.Upload;
import io.rgate.http.wire.ContentReader;
import io.rgate.http.wire.Framing;
import io.rgate.http.wire.WireTunnel;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on one connection. The connection is closed or given back to the pool
 * exactly once. It is given back only after a complete answer to a completely sent request.
 */
final class ClientExchange {
  private static final int MOST_INTERIM = 100;

  private final ConnectionPool pool;
  private final OriginConnection connection;
  private final Upload upload;
  private final SendOptions options;
  private final AtomicBoolean settled = new AtomicBoolean();
  private @Nullable ConnectionTarget target;
  private boolean reusable;
  private boolean sentNothing;
  private volatile boolean ended;

  ClientExchange(
      ConnectionPool pool, OriginConnection connection, Upload upload, SendOptions options) {
    this.pool = pool;
    this.connection = connection;
    this.upload = upload;
    this.options = options;
  }

  /**
   * Sends the request and waits for the head of the answer.
   *
   * @param before an earlier exchange that sent no byte of this request, or null
   */
  OriginAnswer run(Request request, @Nullable ClientExchange before) throws UpstreamException {
    WaitLimit waitLimit = upload::left;
    connection.begin(waitLimit, waitLimit);
    options.cancellation().onCancel(this::giveUp);
    try {
      sendOrSeeWhy(prepare(request, before));
      AnswerHead head = readHead();
      if (head.status() == 101) {
        return tunnel(request, head);
      }
      upload.answered(options.idleOf(head.fields()));
      return answer(request, head);
    } catch (IOException | IllegalArgumentException e) {
      UpstreamException failure = failure(e);
      giveUp();
      throw failure;
    }
  }

  private ConnectionTarget prepare(Request request, @Nullable ClientExchange before)
      throws IOException {
    ConnectionTarget prepared = before == null ? null : before.target;
    ConnectionTarget now =
        prepared == null || !prepared.hasContent()
            ? ConnectionTarget.prepare(request, upload, connection, pool.authority())
            : prepared.onto(connection);
    target = now;
    return now;
  }

  /** If an origin closes the connection during a write, its answer may have come before that. */
  private void sendOrSeeWhy(ConnectionTarget prepared) throws IOException {
    try {
      if (prepared.hasContent()) {
        upload.send(prepared);
      } else {
        upload.sendHead(prepared);
      }
    } catch (IOException e) {
      sentNothing = connection.output().sent() == 0;
      if (sentNothing || e instanceof SocketTimeoutException) {
        throw e;
      }
    }
  }

  private AnswerHead readHead() throws IOException {
    for (int i = 0; i < MOST_INTERIM; i++) {
      AnswerHead head = AnswerHead.read(connection.input());
      if (head.status() >= 200 || head.status() == 101) {
        return head;
      }
      upload.interim(head.status(), head.fields());
    }
    throw new ProtocolException("more than " + MOST_INTERIM + " interim responses");
  }

  private OriginAnswer tunnel(Request request, AnswerHead head) throws IOException {
    if (!request.fields().contains("Upgrade")
        || !request.fields().hasMember("Connection", "upgrade")) {
      throw new ProtocolException("it switches protocols without being asked to");
    }
    if (!upload.isSent()) {
      throw new ProtocolException("it switches protocols before it has the whole request");
    }
    WireTunnel tunnel =
        new WireTunnel(
            connection.transport(),
            connection.input(),
            connection.output(),
            since -> WaitLimit.FOR_EVER,
            this::giveUp);
    return new OriginAnswer(head.status(), head.fields(), Body.EMPTY, tunnel);
  }

  private OriginAnswer answer(Request request, AnswerHead head) throws IOException {
    long framing =
        Framing.ofResponse(request.method(), head.status(), head.fields(), head.http10());
    reusable = head.isPersistent() && framing != Framing.UNTIL_CLOSE;
    ContentReader reader = ContentReader.of(framing, connection.input());
    OriginContent content = new OriginContent(this, reader);
    Body body =
        framing == Framing.CHUNKED
            ? new Body(content, Body.UNKNOWN, reader::trailers)
            : new Body(content, Math.max(framing, Body.UNKNOWN));
    if (framing == 0) {
      end();
    }
    return new OriginAnswer(head.status(), head.fields(), body);
  }

  /** Whether no byte of the request was sent, so that any request may be sent again. */
  boolean sentNothing() {
    return sentNothing;
  }

  private UpstreamException failure(Exception e) {
    return upload.failure(e, isInvalid(e) ? invalidity(e) : null);
  }

  private boolean isInvalid(Exception e) {
    return connection.input().anything()
        || e instanceof ProtocolException
        || e instanceof IllegalArgumentException;
  }

  private static String invalidity(Exception e) {
    if (e instanceof IllegalArgumentException) {
      return "the request cannot be sent: " + e.getMessage();
    }
    return e instanceof ProtocolException
        ? "the origin's answer is not valid HTTP: " + e.getMessage()
        : "the origin closed within the head of its answer";
  }

  /** Called when a piece of content has come. */
  void moved() {
    upload.moved();
  }

  /** Called when the content is complete. The rest of an upload goes on until {@link #close}. */
  void end() {
    ended = true;
    if (upload.isSent()) {
      settle();
    }
  }

  /** Gives up the rest of the answer and the rest of the request. */
  void close() {
    if (ended && upload.isSent()) {
      settle();
    } else {
      giveUp();
    }
  }

  private void settle() {
    if (settled.compareAndSet(false, true)) {
      options.cancellation().forget();
      // Bytes after the answer would be taken for the next answer.
      if (reusable && connection.input().buffered() == 0) {
        pool.giveBack(connection);
      } else {
        pool.discard(connection);
      }
    }
  }

  private void giveUp() {
    upload.cancel();
    if (settled.compareAndSet(false, true)) {
      options.cancellation().forget();
      pool.discard(connection);
    }
  }
}
