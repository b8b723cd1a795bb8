package io.rgate.runtime;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Body;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Timeouts;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One request and its answer on one connection, which goes back to the pool or is closed exactly
 * once: back only after an answer that came whole, to a request that was sent whole.
 */
final class DirectExchange {
  private final ConnectionPool pool;
  private final OriginConnection connection;
  private final Upload upload;
  private final Timeouts timeouts;
  private final AtomicBoolean settled = new AtomicBoolean();
  private boolean reusable;
  private volatile boolean ended;
  private volatile long idleNanos;

  DirectExchange(
      ConnectionPool pool, OriginConnection connection, Upload upload, Timeouts timeouts) {
    this.pool = pool;
    this.connection = connection;
    this.upload = upload;
    this.timeouts = timeouts;
    this.idleNanos = timeouts.idleBody().toNanos();
  }

  /** Sends the request and waits for the head of the answer. */
  Response run(Request request) throws UpstreamException {
    connection.begin(timeouts.responseHead().toNanos());
    try {
      sendOrSeeWhy();
      ResponseHead head = ResponseHead.read(connection.input());
      connection.arrived();
      upload.answered();
      return response(request, head);
    } catch (IOException | IllegalArgumentException e) {
      UpstreamException failure = failure(e);
      giveUp();
      throw failure;
    }
  }

  /** An origin that closes while it is written to may have answered before. */
  private void sendOrSeeWhy() throws IOException {
    try {
      upload.send(connection);
    } catch (IOException e) {
      if (connection.sent() == 0) {
        throw e;
      }
    }
  }

  /** Whether nothing of the request was sent, so that it can be sent once more whatever it is. */
  boolean sentNothing() {
    return connection.sent() == 0;
  }

  private Response response(Request request, ResponseHead head) {
    long length = OriginFraming.length(request.method(), head.status(), head.fields());
    idleNanos = OriginFraming.idle(head.fields(), timeouts).toNanos();
    OriginContent content = content(head, length);
    reusable = head.persistent() && !(content instanceof ContentUntilClose);
    if (length == 0) {
      content.end();
    }
    return new Response(head.status(), head.fields(), new Body(content, length));
  }

  private OriginContent content(ResponseHead head, long length) {
    if (length != Body.UNKNOWN) {
      return new FixedContent(this, length);
    }
    return head.fields().contains("Transfer-Encoding")
        ? new ChunkedContent(this)
        : new ContentUntilClose(this);
  }

  private UpstreamException failure(Exception e) {
    IOException client = upload.clientFailure();
    boolean sent = upload.isSent();
    Stage stage = sent ? Stage.HEAD : Stage.SEND;
    if (client != null) {
      return new UpstreamException(Stage.SEND, Failure.CLIENT, client);
    }
    if (connection.isOverdue()) {
      return upload.waitsForClient()
          ? new UpstreamException(
              Stage.SEND,
              Failure.CLIENT,
              new ClientBodyException(408, "the client's content does not come", e))
          : new UpstreamException(stage, Failure.TIMEOUT, e);
    }
    boolean invalid =
        connection.input().anything()
            || e instanceof ProtocolException
            || e instanceof IllegalArgumentException;
    return new UpstreamException(stage, invalid ? Failure.INVALID : Failure.CLOSED, e);
  }

  OriginInput input() {
    return connection.input();
  }

  OriginConnection connection() {
    return connection;
  }

  /** How long content may pause. */
  long idleNanos() {
    return idleNanos;
  }

  /** Says that the content came whole. The rest of an upload goes on until {@link #close}. */
  void end() {
    ended = true;
    if (upload.isSent()) {
      settle();
    }
  }

  /** Whether the content came whole. */
  boolean hasEnded() {
    return ended;
  }

  /** Gives up what has not come, and what was not sent. */
  void close() {
    if (ended && upload.isSent()) {
      settle();
    } else {
      giveUp();
    }
  }

  private void settle() {
    if (settled.compareAndSet(false, true)) {
      connection.input().shrink();
      // Bytes behind the answer would be taken for the next one.
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
      pool.discard(connection);
    }
  }
}
