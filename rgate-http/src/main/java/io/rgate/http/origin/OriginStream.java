package io.rgate.http.origin;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.http.frame.Frame;
import io.rgate.http.frame.Http2Exception;
import io.rgate.http.frame.Payload;
import io.rgate.http.frame.ReceiveBuffer;
import io.rgate.http.frame.SendWindows;
import io.rgate.http.origin.StreamFailure.Kind;
import io.rgate.http.wire.FieldSection;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One stream to an origin. The connection's reader gives it what comes; one thread waits for the
 * head of the answer and reads the content, and one other at most sends the request.
 */
final class OriginStream {
  private static final int NO_RESET = -1;

  private final StreamConnection connection;
  private final SendWindows.OfStream window;
  private final ReceiveBuffer buffer = new ReceiveBuffer();
  private final ReentrantLock lock = new ReentrantLock();
  private final HeadQueue heads = new HeadQueue();
  private volatile Fields trailers = Fields.EMPTY;
  private volatile int id;
  private volatile boolean over;
  private volatile boolean localEnded;
  private volatile boolean remoteEnded;

  /** Whether no answer has content, whatever it declares. */
  private final boolean noContent;

  private long declared = -1;
  private long came;

  /** A stream for which a place was reserved. */
  OriginStream(StreamConnection connection, boolean noContent) {
    this.connection = connection;
    this.noContent = noContent;
    this.window = connection.streams().add(this);
  }

  int id() {
    return id;
  }

  SendWindows.OfStream window() {
    return window;
  }

  ReceiveBuffer buffer() {
    return buffer;
  }

  Fields trailers() {
    return trailers;
  }

  /** Whether the end of the answer has come. */
  boolean isRemoteEnded() {
    return remoteEnded;
  }

  /** Gives the stream its id, when its first frame is next. */
  void open() throws IOException {
    lock.lock();
    try {
      requireOpen();
      id = connection.streams().open(this);
    } finally {
      lock.unlock();
    }
  }

  /** Checks that frames may still be sent. */
  void requireOpen() throws IOException {
    if (over) {
      throw new IOException("the stream has ended");
    }
  }

  boolean isOver() {
    return over;
  }

  /** Called when the last frame of the request was sent. */
  void localEnds() {
    localEnded = true;
    if (remoteEnded) {
      end(NO_RESET);
    }
  }

  private void remoteEnds() {
    remoteEnded = true;
    if (localEnded) {
      end(NO_RESET);
    }
  }

  /**
   * Ends the stream, once; whether this call did it.
   *
   * @param code for a reset that tells the origin before the place is free; negative without one
   */
  private boolean end(int code) {
    lock.lock();
    try {
      if (over) {
        return false;
      }
      over = true;
    } finally {
      lock.unlock();
    }
    if (code >= 0 && id != 0) {
      connection.output().control(Frame.ofInt(Frame.RST_STREAM, id, code));
    }
    window.end();
    connection.ended(this);
    return true;
  }

  /** The heads that have come. */
  HeadQueue heads() {
    return heads;
  }

  /** Takes a header section; why it is wrong, or null. For the reader. */
  @Nullable String takeHead(AnswerFields fields, boolean ends) {
    Head next = fields.head(ends);
    if (!next.isInterim()) {
      return answer(next);
    }
    return ends ? "an interim response that ends" : heads.addInterim(next);
  }

  /** Takes a trailer section; why it is wrong, or null. For the reader. */
  @Nullable String takeTrailers(AnswerFields fields, boolean ends) {
    if (remoteEnded) {
      return "HEADERS after the end";
    }
    return ends ? endWith(FieldSection.trailers(fields.builder())) : "two heads";
  }

  private @Nullable String answer(Head next) {
    boolean none = noContent || next.status() == 204 || next.status() == 304;
    declared = none ? 0 : next.length();
    if (next.ends() && declared > 0) {
      return "an answer without the content that it declares";
    }
    if (next.ends()) {
      buffer.end();
      remoteEnds();
    }
    heads.answer(next);
    return null;
  }

  private @Nullable String endWith(Fields last) {
    if (declared >= 0 && came < declared) {
      return "less content than declared";
    }
    trailers = last;
    buffer.end();
    remoteEnds();
    return null;
  }

  /** Takes content; why it is wrong, or null. For the reader. */
  @Nullable String takeContent(Payload payload) {
    if (remoteEnded || !heads.hasAnswer()) {
      return remoteEnded ? "content after the end" : "content before a head";
    }
    came += payload.length;
    if (declared >= 0 && came > declared) {
      return "more content than declared";
    }
    return buffer.use(payload.whole()) ? keep(payload) : "more content than the stream's window";
  }

  private @Nullable String keep(Payload payload) {
    buffer.put(payload.bytes, payload.at, payload.length);
    int padding = payload.whole() - payload.length;
    if (padding > 0) {
      buffer.pad(padding);
      returnWindow();
    }
    return payload.is(Frame.END_STREAM) ? endWith(Fields.EMPTY) : null;
  }

  /** The length of the content that follows {@code answer}, or {@link Body#UNKNOWN}. */
  long contentLength(Head answer) {
    boolean none = noContent || answer.status() == 204 || answer.status() == 304;
    return none || answer.ends() ? 0 : answer.length();
  }

  /** Has the origin send more, if that is worth a frame. */
  void returnWindow() {
    int more = buffer.takeReturnable();
    if (more > 0) {
      connection.output().control(Frame.ofInt(Frame.WINDOW_UPDATE, id, more));
    }
  }

  /** Ends the stream because of {@code why}, unless it has ended. */
  void fail(StreamFailure why) {
    reset(why, NO_RESET);
  }

  /** The same, and tells the origin. */
  void reset(StreamFailure why, int code) {
    if (end(code) && !remoteEnded) {
      heads.fail(why);
      buffer.fail(String.valueOf(why.getMessage()));
    }
  }

  /** Gives up what has not come and what was not sent. Any thread may call this, more than once. */
  void giveUp() {
    reset(new StreamFailure(Kind.GIVEN_UP, "the answer was given up"), Http2Exception.CANCEL);
  }
}
