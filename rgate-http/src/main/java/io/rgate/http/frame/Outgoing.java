package io.rgate.http.frame;

import io.rgate.http.hpack.HeadWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one message. Head, content and trailers stand behind each other in one buffer, so a
 * small message is one write. For one thread.
 */
public final class Outgoing {
  /** With less room than this a larger buffer is made, or the buffer is sent. */
  private static final int LITTLE = 1024;

  private final Stream stream;

  /** Where the room for the first frame of content begins. */
  private final int headLength;

  private byte[] bytes;
  private ByteBuffer view;

  /** Where the frames begin that were not sent. */
  private int begin;

  /** Where the content begins that was not sent; there is room for a frame's head before it. */
  private int data;

  private int end;

  /** So much room is made for content: little, until it turns out that there is much content. */
  private int wish = LITTLE;

  private boolean headUnsent = true;

  /** Whether the buffer does not hold the whole beginning of the message any more. */
  private boolean changed;

  /** The stream of a message. */
  public interface Stream {
    /** Its id; 0 as long as it is not opened, which {@link #send} does. */
    int id();

    /** Takes 1 to {@code wanted} bytes from the windows, without waiting; 0 if that is needed. */
    int takeNow(int wanted) throws IOException;

    /** Takes 1 to {@code wanted} bytes from the windows, and waits for the first. */
    int take(int wanted) throws IOException;

    /** Gives back what was taken and is not sent. */
    void giveBack(int count);

    /** Called before the last frame is sent. */
    void closes();

    /**
     * Sends whole frames.
     *
     * @param heads whether a header block is among them
     */
    void send(ByteBuffer frames, boolean heads) throws IOException;
  }

  /** A message whose head, one or more whole frames, {@code head} holds from its beginning on. */
  public Outgoing(Stream stream, HeadWriter head) {
    this(stream, head.bytes(), head.size(), head.size() + Frame.HEAD);
  }

  private Outgoing(Stream stream, byte[] bytes, int headLength, int end) {
    this.stream = stream;
    this.bytes = bytes;
    this.view = ByteBuffer.wrap(bytes);
    this.headLength = headLength;
    this.data = headLength + Frame.HEAD;
    this.end = end;
  }

  /** Whether the buffer holds the whole beginning of the message, as it was sent at once. */
  public boolean isWhole() {
    return !changed;
  }

  /**
   * The same message for another stream, as it was before anything was sent; called only while
   * {@link #isWhole}.
   */
  public Outgoing copy(Stream other) {
    return new Outgoing(other, bytes.clone(), headLength, end);
  }

  /** How much room there is for content. */
  public int room() {
    return Math.min(bytes.length - end, Frame.MOST - (end - data));
  }

  /**
   * Makes room for content, which may have to be sent for that; returns how much room there is.
   *
   * @param left how many bytes of content are still to come, 1 or more
   */
  public int makeRoom(long left) throws IOException {
    int content = end - data;
    if (Frame.MOST - content < Math.min(LITTLE, left)) {
      flush();
    }
    return grow(left);
  }

  /** Makes room for up to {@code wanted} bytes without sending; returns how much room there is. */
  public int grow(long wanted) {
    int most = (int) Math.min(wanted, Frame.MOST - (end - data));
    if (bytes.length - end < Math.min(most, wish)) {
      resize(end + most);
    }
    return room();
  }

  private void resize(int length) {
    bytes = Arrays.copyOf(bytes, length);
    view = ByteBuffer.wrap(bytes);
  }

  /** Adds content for which there is room. */
  public void put(byte[] source, int offset, int length) {
    System.arraycopy(source, offset, bytes, end, length);
    end += length;
  }

  /** Reads content for which there is room; each exception comes from {@code source}. */
  public int fetch(InputStream source, int most) throws IOException {
    int count = source.read(bytes, end, most);
    if (count > 0) {
      end += count;
    }
    return count;
  }

  /** Sends what is in the buffer. */
  public void flush() throws IOException {
    send(false, null);
  }

  /** Sends what is in the buffer, and ends the message. */
  public void end(@Nullable HeadWriter trailers) throws IOException {
    send(true, trailers);
  }

  private void send(boolean last, @Nullable HeadWriter trailers) throws IOException {
    if (end > data) {
      int from = data;
      int to = end;
      while (end > data) {
        sendFrame(last, trailers);
        changed |= end > data;
      }
      empty(last, from, to);
    } else if (headUnsent || last) {
      sendWithoutContent(last, trailers);
    }
  }

  /** Sends as much content as the windows allow. */
  private void sendFrame(boolean last, @Nullable HeadWriter trailers) throws IOException {
    int count = take(end - data);
    boolean atEnd = last && count == end - data;
    int flags = atEnd && trailers == null ? Frame.END_STREAM : 0;
    Frame.head(bytes, data - Frame.HEAD, count, Frame.kind(Frame.DATA, flags), stream.id());
    try {
      sendUpTo(data + count, atEnd, trailers);
    } catch (IOException e) {
      stream.giveBack(count);
      throw e;
    }
    data += count;
    begin = data - Frame.HEAD;
  }

  /** After the last frame the buffer stays as it is, for {@link #copy}. */
  private void empty(boolean last, int from, int to) {
    if (last) {
      data = from;
      end = to;
      return;
    }
    changed = true;
    wish = to - from < LITTLE ? LITTLE : Frame.MOST;
    begin = 0;
    data = Frame.HEAD;
    end = data;
  }

  /** Releases most of the buffer, if it is empty and holds no head. */
  public void rest() {
    if (end == data && !headUnsent && bytes.length > LITTLE) {
      changed = true;
      begin = 0;
      data = Frame.HEAD;
      end = data;
      resize(2 * Frame.HEAD);
    }
  }

  private int take(int wanted) throws IOException {
    int count = stream.takeNow(wanted);
    if (count > 0) {
      return count;
    }
    if (headUnsent) {
      sendUpTo(data - Frame.HEAD, false, null);
      begin = data - Frame.HEAD;
      changed = true;
    }
    return stream.take(wanted);
  }

  private void sendWithoutContent(boolean last, @Nullable HeadWriter trailers) throws IOException {
    if (headUnsent) {
      bytes[begin + 4] |= (byte) (last && trailers == null ? Frame.END_STREAM : 0);
      sendUpTo(data - Frame.HEAD, last, trailers);
      empty(last, data, end);
    } else if (trailers != null) {
      begin = data;
      sendUpTo(data, true, trailers);
    } else {
      int kind = Frame.kind(Frame.DATA, Frame.END_STREAM);
      Frame.head(bytes, data - Frame.HEAD, 0, kind, stream.id());
      begin = data - Frame.HEAD;
      sendUpTo(data, true, null);
    }
  }

  /** Sends the frames up to {@code to}, and the trailers behind the last ones. */
  private void sendUpTo(int to, boolean last, @Nullable HeadWriter trailers) throws IOException {
    int until = to;
    if (last && trailers != null) {
      int length = trailers.size();
      if (bytes.length - to < length) {
        resize(to + length);
      }
      System.arraycopy(trailers.bytes(), 0, bytes, to, length);
      until += length;
    }
    if (last) {
      stream.closes();
    }
    view.limit(until).position(begin);
    stream.send(view, headUnsent || (last && trailers != null));
    headUnsent = false;
  }
}
