package io.rgate.http.h2;

import static java.lang.System.Logger.Level.ERROR;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Peer;
import io.rgate.http.frame.Frame;
import io.rgate.http.frame.HeaderBlock;
import io.rgate.http.frame.Http2Exception;
import io.rgate.http.frame.SendWindows;
import io.rgate.http.hpack.HeadWriter;
import io.rgate.transport.ClientGoneException;
import io.rgate.transport.Exchange;
import io.rgate.transport.Exchange.RequestHead;
import io.rgate.transport.Exchange.Tunnel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One request and its response. A thread of its own serves it. */
final class Http2Stream implements Exchange {
  private static final System.Logger LOG = System.getLogger(Http2Stream.class.getName());

  private final Http2Connection connection;
  private final int id;
  private final RequestHead head;
  private final @Nullable StreamContent content;
  private final Body body;
  private final SendWindows.OfStream window;

  /** Held because an interim response and the response could be written at the same time. */
  private final ReentrantLock heads = new ReentrantLock();

  private final Leaving leaving = new Leaving();

  private final AtomicBoolean reset = new AtomicBoolean();
  private volatile boolean begun;
  private volatile boolean remoteEnded;
  private volatile boolean closing;
  private volatile boolean tunnelled;

  /** A stream whose content has {@code length} bytes, 0 if its end has come with its head. */
  Http2Stream(Http2Connection connection, int id, RequestHead head, long length, boolean ended) {
    this.connection = connection;
    this.id = id;
    this.head = head;
    this.window = connection.windows().ofStream();
    this.remoteEnded = ended;
    if (ended) {
      content = null;
      body = Body.EMPTY;
    } else {
      content = new StreamContent(this, length);
      // What follows an extended CONNECT is no content.
      body = offersTunnel() ? Body.EMPTY : new Body(content, length, content::trailers);
    }
  }

  int id() {
    return id;
  }

  Http2Connection connection() {
    return connection;
  }

  SendWindows.OfStream window() {
    return window;
  }

  /** The content of the request; null if it has none. */
  @Nullable StreamContent received() {
    return content;
  }

  @Override
  public RequestHead head() {
    return head;
  }

  @Override
  public Peer peer() {
    return connection.settings().peer();
  }

  @Override
  public Body content() {
    return body;
  }

  boolean isBegun() {
    return begun;
  }

  /** Whether the client has sent all it will send. */
  boolean isRemoteEnded() {
    return remoteEnded;
  }

  /** Whether everything of the response was sent, or is being sent. */
  boolean isClosing() {
    return closing;
  }

  @Override
  public void inform(int status, Fields fields) throws IOException {
    if (status < 100 || status > 199 || status == 101) {
      throw new IllegalArgumentException("status must be 100 or 102 to 199, was " + status);
    }
    heads.lock();
    try {
      if (begun) {
        return;
      }
      HeadWriter writer = Heads.interim(status, fields, connection.output());
      HeaderBlock.frame(writer, 0, id, 0);
      send(ByteBuffer.wrap(writer.bytes(), 0, writer.size()), true);
    } finally {
      heads.unlock();
    }
  }

  @Override
  public void leaveExpectation() {
    if (content != null) {
      content.leaveExpectation();
    }
  }

  /** The frames of a trailer section, the last ones of this stream. */
  HeadWriter trailers(Fields fields) {
    HeadWriter writer = Heads.trailers(fields, connection.output());
    HeaderBlock.frame(writer, 0, id, Frame.END_STREAM);
    return writer;
  }

  /** Writes whole frames. */
  void send(ByteBuffer frames, boolean withHead) throws ClientGoneException {
    try {
      connection.write(this::requireOpen, frames, withHead);
    } catch (ClientGoneException e) {
      abort();
      throw e;
    } catch (IOException e) {
      abort();
      throw new ClientGoneException("the client has left, or takes nothing", e);
    }
  }

  @Override
  public StreamResponse respond(int status, Fields fields, long length) throws IOException {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be 200 to 599, was " + status);
    }
    begin();
    boolean none = Heads.hasNoContent(head.method(), status);
    HeadWriter writer = Heads.response(status, fields, length, none, connection.output());
    HeaderBlock.frame(writer, 0, id, 0);
    requireOpen();
    return new StreamResponse(this, writer, length < 0 ? Long.MAX_VALUE : length, none);
  }

  private void begin() {
    heads.lock();
    try {
      if (begun) {
        throw new IllegalStateException("the response was begun before");
      }
      begun = true;
    } finally {
      heads.unlock();
    }
  }

  /** Checks that frames may still be sent. */
  void requireOpen() throws ClientGoneException {
    if (reset.get()) {
      throw new ClientGoneException("the stream was reset, or its connection has ended", null);
    }
  }

  /** Called before the last frame is sent. */
  void closes() {
    closing = true;
    if (remoteEnded) {
      connection.streams().remove(this, Streams.ENDED);
    }
  }

  /** Called by the reader when the client has sent its last frame of this stream. */
  void remoteEnds() {
    remoteEnded = true;
    if (closing) {
      connection.streams().remove(this, Streams.ENDED);
    }
  }

  @Override
  public boolean offersTunnel() {
    return head.fields().contains("upgrade");
  }

  @Override
  public Tunnel tunnel(int status, Fields fields) throws IOException {
    if (!offersTunnel()) {
      throw new UnsupportedOperationException("HTTP/2 has tunnels for an extended CONNECT only");
    }
    tunnelled = true;
    StreamTunnel tunnel = new StreamTunnel(this, respond(200, fields, Body.UNKNOWN));
    tunnel.begin();
    return tunnel;
  }

  @Override
  public void onGone(Runnable action) {
    leaving.onGone(action);
  }

  @Override
  public void abort() {
    if (!closing) {
      // RFC 8441, 5: CANCEL is to a tunnel what a reset is to a connection.
      reset(tunnelled ? Http2Exception.CANCEL : Http2Exception.INTERNAL_ERROR);
    }
  }

  /** Resets the stream, unless it was reset before. Any thread may call this. */
  void reset(int code) {
    if (drop(Streams.RESET_HERE, "the exchange was aborted")) {
      connection.output().control(Frame.ofInt(Frame.RST_STREAM, id, code));
    }
  }

  /** Ends the stream without a frame; false if that was done before. */
  private boolean drop(byte how, String why) {
    if (!reset.compareAndSet(false, true)) {
      return false;
    }
    connection.streams().remove(this, how);
    window.end();
    releaseContent(why);
    return true;
  }

  /** Has reads of the content fail, and gives its window back. */
  void releaseContent(String why) {
    StreamContent unread = content;
    if (unread != null) {
      connection.receivable().returned(unread.fail(why));
    }
  }

  /** Called by the reader: the client has left this stream, or the connection has ended. */
  void leave(byte how) {
    boolean before = closing;
    if (drop(how, "the client has left") && !before) {
      leaving.tell();
    }
  }

  /** Called by the reader: resets the stream because the client broke a rule. */
  void fail(int code) {
    boolean before = closing;
    reset(code);
    if (!before) {
      leaving.tell();
    }
  }

  /** Serves the request, and sees to it that the stream is at its end then. */
  void serve() {
    try {
      connection.service().serve(this);
    } catch (RuntimeException | Error e) {
      LOG.log(ERROR, "a service failed; its stream is ended", e);
    }
    end();
  }

  private void end() {
    leaving.end();
    try {
      if (!begun) {
        OwnAnswer.forSilence(this);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the client has left before its answer", e);
    }
    if (!closing) {
      abort();
    } else if (!remoteEnded) {
      reset(Http2Exception.NO_ERROR); // RFC 9113, 8.1: the rest of the content is not wanted
    }
    releaseContent("the exchange is over");
  }
}
