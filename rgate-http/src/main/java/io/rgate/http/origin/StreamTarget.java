package io.rgate.http.origin;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.http.frame.Frame;
import io.rgate.http.frame.Outgoing;
import io.rgate.http.hpack.HeadWriter;
import io.rgate.http.sending.Target;
import io.rgate.http.sending.Upload;
import io.rgate.http.wire.FieldSection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** One stream, as the place where one request goes. */
final class StreamTarget implements Target, Outgoing.Stream {
  private final StreamConnection connection;
  private final OriginStream stream;
  private final Upload upload;
  private final Outgoing out;
  private long left;
  private boolean closing;

  private StreamTarget(
      StreamConnection connection, OriginStream stream, Upload upload, HeadWriter head, long left) {
    this.connection = connection;
    this.stream = stream;
    this.upload = upload;
    this.out = new Outgoing(this, head);
    this.left = left;
  }

  private StreamTarget(
      StreamConnection connection, OriginStream stream, StreamTarget before, Outgoing sent) {
    this.connection = connection;
    this.stream = stream;
    this.upload = before.upload;
    this.out = sent.copy(this);
    this.left = before.left;
  }

  /**
   * Makes the frames to send first: the head, and the content that is at hand.
   *
   * @param head of {@code request}
   */
  static StreamTarget prepare(
      StreamConnection connection,
      OriginStream stream,
      Upload upload,
      Request request,
      HeadWriter head)
      throws IOException {
    long length = request.body().length();
    long left = length == Body.UNKNOWN ? Long.MAX_VALUE : length;
    StreamTarget made = new StreamTarget(connection, stream, upload, head, left);
    if (length != 0) {
      upload.begin();
      upload.addContentAtHand(made);
    }
    return made;
  }

  /** Whether all that was sent is in memory. */
  boolean isRepeatable() {
    return upload.isSentAtOnce() && out.isWhole();
  }

  /** The same request on another stream; called only if {@link #isRepeatable}. */
  StreamTarget onto(StreamConnection other, OriginStream another) {
    return new StreamTarget(other, another, this, out);
  }

  @Override
  public long left() {
    return left;
  }

  @Override
  public void grow(int more) {
    out.grow(Math.min(more, left));
  }

  @Override
  public void makeRoom() throws IOException {
    out.makeRoom(left);
  }

  @Override
  public int transfer(InputStream source, int atMost) throws IOException {
    int most = (int) Math.min(Math.min(atMost, out.room()), left);
    int count = out.fetch(source, most);
    if (count > 0 && left != Long.MAX_VALUE) {
      left -= count;
    }
    return count;
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void end(Fields trailers) throws IOException {
    Fields allowed = trailers.size() == 0 ? trailers : FieldSection.trailers(trailers.toBuilder());
    out.end(allowed.size() == 0 ? null : RequestHeads.trailers(allowed));
  }

  @Override
  public void giveUp() {
    stream.giveUp();
  }

  @Override
  public int id() {
    return stream.id();
  }

  @Override
  public int takeNow(int wanted) throws IOException {
    return stream.window().takeNow(wanted);
  }

  @Override
  public int take(int wanted) throws IOException {
    return stream.window().take(wanted, upload::left);
  }

  @Override
  public void giveBack(int count) {
    stream.window().giveBack(count);
  }

  @Override
  public void closes() {
    closing = true;
  }

  @Override
  public void send(ByteBuffer frames, boolean heads) throws IOException {
    connection.output().write(() -> begin(frames, heads), frames, heads, upload::left);
    if (closing) {
      stream.localEnds();
    }
  }

  /** Only now the stream's id is known, because streams are opened in the order of their ids. */
  private void begin(ByteBuffer frames, boolean heads) throws IOException {
    if (stream.id() == 0) {
      stream.open();
    } else {
      stream.requireOpen();
    }
    if (heads) {
      Frame.setStream(frames, stream.id());
    }
  }
}
