package io.rgate.http.server;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Peer;
import io.rgate.http.server.HeadReader.Received;
import io.rgate.http.wire.ContentReader;
import io.rgate.http.wire.ContentWriter;
import io.rgate.http.wire.FieldSection;
import io.rgate.http.wire.Framing;
import io.rgate.http.wire.Input;
import io.rgate.http.wire.Output;
import io.rgate.http.wire.StatusLine;
import io.rgate.transport.ClientGoneException;
import io.rgate.transport.Exchange;
import io.rgate.transport.Exchange.RequestHead;
import io.rgate.transport.Exchange.ResponseContent;
import io.rgate.transport.Exchange.Tunnel;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One request on a connection, and its response. Decides whether another request may follow. */
final class ServerExchange implements Exchange {
  /** How many bytes of unread content are read so that the connection can be used again. */
  private static final int MOST_OF_A_REST = 64 * 1024;

  private final ServerConnection connection;
  private final Received received;
  private final @Nullable RequestContent content;
  private final Body body;
  private final Departure departure;

  /** Held because an interim response and the response could be written at the same time. */
  private final ReentrantLock writing;

  private boolean persistent;
  private boolean endsForDrain;
  private boolean invited;
  private volatile boolean begun;
  private volatile boolean ended;
  private volatile boolean tunnelled;

  ServerExchange(ServerConnection connection, Received received) {
    this.connection = connection;
    this.received = received;
    this.persistent = received.persistent();
    this.departure = connection.departure();
    this.writing = connection.writing();
    departure.open();
    if (received.framing() == 0) {
      content = null;
      body = Body.EMPTY;
    } else {
      ContentReader reader = ContentReader.of(received.framing(), connection.input());
      content = new RequestContent(this, reader, connection.limits().clientIdle());
      body = content.body(received.framing());
    }
  }

  Input input() {
    return connection.input();
  }

  @Override
  public RequestHead head() {
    return received.head();
  }

  @Override
  public Peer peer() {
    return connection.peer();
  }

  @Override
  public Body content() {
    return body;
  }

  /** The client may wait for 100 before it sends its content (RFC 9110, 10.1.1). */
  void contentBegins(boolean invites) throws IOException {
    departure.pause();
    if (invites && received.expectsContinue() && !begun && !invited && input().buffered() == 0) {
      inform(100, Fields.EMPTY);
    }
  }

  void contentEnded() {
    departure.resume();
  }

  @Override
  public void inform(int status, Fields fields) throws IOException {
    if (status < 100 || status > 199 || status == 101) {
      throw new IllegalArgumentException("status must be 100 or 102 to 199, was " + status);
    }
    writing.lock();
    try {
      if (begun || received.http10()) {
        return;
      }
      invited |= status == 100;
      Output out = connection.output();
      StatusLine.write(out, status);
      FieldSection.writeAll(out, fields);
      FieldSection.end(out);
      flush(out);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void leaveExpectation() {
    if (content != null) {
      content.leaveExpectation();
    }
  }

  private void flush(Output out) throws ClientGoneException {
    try {
      out.flush();
    } catch (IOException e) {
      abort();
      throw new ClientGoneException("the client has left", e);
    }
  }

  @Override
  public ResponseContent respond(int status, Fields fields, long length) throws IOException {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be 200 to 599, was " + status);
    }
    begin();
    String method = received.head().method();
    boolean hasContent = ResponseHead.hasContent(method, status);
    long framing = hasContent ? ResponseHead.framing(length, received.http10()) : 0;
    decideOnNext(fields, framing);
    ResponseHead.write(connection.output(), status, fields, connectionOptions());
    if (hasContent) {
      ResponseHead.endWithContent(connection.output(), framing);
    } else {
      ResponseHead.endWithout(connection.output(), status, length);
    }
    connection.endsOnlyByClose(framing == Framing.UNTIL_CLOSE);
    ContentWriter writer = ContentWriter.of(framing, connection.output());
    return new ServerResponse(this, writer, framing >= 0, !hasContent);
  }

  /** Decides whether another request may follow. */
  private void decideOnNext(Fields fields, long framing) {
    boolean wanted = persistent && !saysClose(fields, framing) && isRestSmall();
    endsForDrain = wanted && connection.drain().hasBegun() && !isFollowedAtOnce();
    persistent = wanted && !endsForDrain;
  }

  private boolean saysClose(Fields fields, long framing) {
    return framing == Framing.UNTIL_CLOSE || fields.hasMember("Connection", "close");
  }

  /**
   * Whether the next request is here already. A client that sends requests without waiting for
   * responses gets the answers that it can have; its last response tells that the connection ends.
   */
  private boolean isFollowedAtOnce() {
    if (connection.drain().isOld() || (content != null && !content.isFinished())) {
      return false;
    }
    departure.pause();
    try {
      return input().buffered() > 0;
    } finally {
      departure.resume();
    }
  }

  private void begin() throws ClientGoneException {
    writing.lock();
    try {
      if (begun) {
        throw new IllegalStateException("the response was begun before");
      }
      begun = true;
    } finally {
      writing.unlock();
    }
    if (connection.transport().isClosed()) {
      throw new ClientGoneException("the connection is closed", null);
    }
  }

  private String connectionOptions() {
    if (!persistent) {
      return "close";
    }
    return received.http10() ? "keep-alive" : "";
  }

  /**
   * Whether the rest of the request's content is small enough to be read and dropped. If a client
   * waits for 100 and gets the response instead, it may send its content or another request (RFC
   * 9110, 10.1.1); the two cannot be told apart.
   */
  private boolean isRestSmall() {
    RequestContent unread = content;
    if (unread == null || unread.isFinished()) {
      return true;
    }
    if (!unread.isUntouched() || (received.expectsContinue() && !invited)) {
      return false;
    }
    departure.pause();
    try {
      unread.skipBuffered();
    } catch (IOException e) {
      return false; // the next bytes cannot be taken for a request
    }
    return unread.isFinished() || unread.left() <= MOST_OF_A_REST;
  }

  @Override
  public Tunnel tunnel(int status, Fields fields) throws IOException {
    if (status != 101 && status / 100 != 2) {
      throw new IllegalArgumentException("status must be 101 or 200 to 299, was " + status);
    }
    if (content != null && !content.isFinished()) {
      throw new IllegalStateException("there is content that was not read");
    }
    begin();
    persistent = false;
    connection.endsOnlyByClose(true);
    departure.end();
    Output out = connection.output();
    ResponseHead.write(out, status, fields, "");
    FieldSection.end(out);
    flush(out);
    tunnelled = true;
    return connection.tunnel();
  }

  @Override
  public void onGone(Runnable cancel) {
    boolean readable = content == null || content.isFinished() || content.isUntouched();
    departure.begin(cancel, readable);
  }

  @Override
  public void abort() {
    if (!ended) {
      connection.cut();
    }
  }

  void responseEnded() {
    ended = true;
  }

  boolean isBegun() {
    return begun;
  }

  boolean isEnded() {
    return ended;
  }

  boolean isTunnelled() {
    return tunnelled;
  }

  /** Called when the exchange is no longer used. */
  void over() {
    departure.end();
    if (content != null) {
      content.end();
    }
  }

  /** Whether the connection can serve another request; reads a small rest of this one's content. */
  boolean isFollowed() throws IOException {
    return ended
        && persistent
        && (content == null
            || content.isFinished()
            || (!content.isBroken() && content.drain(MOST_OF_A_REST)));
  }

  /** Whether another request could follow if the front were not stopping. */
  boolean endsForDrain() {
    return ended && endsForDrain;
  }

  /** Whether the client may still be sending content that will not be read. */
  boolean leavesContent() {
    return ended && content != null && !content.isFinished();
  }
}
