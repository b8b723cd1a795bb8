package io.rgate.http.h2;

import io.rgate.api.Fields;
import io.rgate.transport.ClientGoneException;
import io.rgate.transport.Exchange.ResponseContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of a response. Head, content and trailers stand behind each other in one buffer, so a
 * small response is one write.
 */
final class StreamResponse implements ResponseContent {
  /** With less room than this a larger buffer is made, or the buffer is sent. */
  private static final int LITTLE = 1024;

  private final Http2Stream stream;
  private final boolean none;
  private byte[] bytes;
  private ByteBuffer view;

  /** Where the frames begin that were not sent. */
  private int begin;

  /** Where the content begins that was not sent; there is room for a frame's head before it. */
  private int data;

  private int end;
  private boolean headUnsent = true;
  private boolean ended;
  private long left;

  /**
   * A response whose head {@code head} holds.
   *
   * @param length of the content, or a large number
   * @param none whether the response must have no content
   */
  StreamResponse(Http2Stream stream, HeadWriter head, long length, boolean none) {
    this.stream = stream;
    this.none = none;
    this.left = none ? 0 : length;
    this.bytes = head.bytes();
    this.view = ByteBuffer.wrap(bytes);
    this.data = head.size() + Frame.HEAD;
    this.end = data;
  }

  private void requireRoom(int length) throws IOException {
    if (ended) {
      throw new IOException("the response has ended");
    }
    if (none && length > 0) {
      throw new IOException("this response has no content");
    }
    if (length > left) {
      throw new IOException("more content than the " + left + " bytes that are left");
    }
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    requireRoom(length);
    int at = offset;
    int rest = length;
    while (rest > 0) {
      int count = Math.min(rest, room());
      System.arraycopy(source, at, bytes, end, count);
      took(count);
      at += count;
      rest -= count;
    }
  }

  @Override
  public int transfer(InputStream source, int atMost) throws IOException {
    if (atMost < 1) {
      throw new IllegalArgumentException("atMost must be 1 or more, was " + atMost);
    }
    requireRoom(1);
    int most = (int) Math.min(Math.min(atMost, room()), left);
    int count = source.read(bytes, end, most);
    if (count > 0) {
      took(count);
    }
    return count;
  }

  private void took(int count) {
    end += count;
    left -= count;
  }

  /** Makes room for content, and returns how much there is: 1 or more. */
  private int room() throws ClientGoneException {
    int content = end - data;
    if (Frame.MOST - content < Math.min(LITTLE, left)) {
      send(false, null);
      content = 0;
    }
    int wanted = (int) Math.min(left, Frame.MOST - content);
    if (bytes.length - end < Math.min(wanted, LITTLE)) {
      resize(end + wanted);
    }
    return Math.min(bytes.length - end, Frame.MOST - content);
  }

  private void resize(int length) {
    bytes = Arrays.copyOf(bytes, length);
    view = ByteBuffer.wrap(bytes);
  }

  @Override
  public void flush() throws IOException {
    if (!ended) {
      send(false, null);
    }
  }

  @Override
  public void end(Fields trailers) throws IOException {
    if (ended) {
      return;
    }
    if (!none && left > 0 && left < Long.MAX_VALUE / 2) {
      stream.abort();
      throw new IOException("content ends " + left + " bytes too early");
    }
    ended = true;
    send(true, trailers.size() == 0 ? null : stream.trailers(trailers));
  }

  /** Sends what is in the buffer; with {@code last} the stream is at its end behind it. */
  private void send(boolean last, @Nullable HeadWriter trailers) throws ClientGoneException {
    if (end > data) {
      while (end > data) {
        sendFrame(last, trailers);
      }
      empty();
    } else if (headUnsent || last) {
      sendWithoutContent(last, trailers);
    }
  }

  /** Sends as much content as the windows allow. */
  private void sendFrame(boolean last, @Nullable HeadWriter trailers) throws ClientGoneException {
    int count = take(end - data);
    boolean atEnd = last && count == end - data;
    int flags = atEnd && trailers == null ? Frame.END_STREAM : 0;
    Frame.head(bytes, data - Frame.HEAD, count, Frame.kind(Frame.DATA, flags), stream.id());
    try {
      sendUpTo(data + count, atEnd, trailers);
    } catch (ClientGoneException e) {
      stream.window().giveBack(count);
      throw e;
    }
    data += count;
    begin = data - Frame.HEAD;
  }

  /** Releases most of the empty buffer. */
  void rest() {
    if (end == data && !headUnsent && bytes.length > LITTLE) {
      resize(2 * Frame.HEAD);
    }
  }

  private void empty() {
    begin = 0;
    data = Frame.HEAD;
    end = data;
  }

  private int take(int wanted) throws ClientGoneException {
    int count = stream.window().takeNow(wanted);
    if (count > 0) {
      return count;
    }
    if (headUnsent) {
      sendUpTo(data - Frame.HEAD, false, null);
      begin = data - Frame.HEAD;
    }
    try {
      return stream.window().take(wanted);
    } catch (ClientGoneException e) {
      stream.abort();
      throw e;
    }
  }

  private void sendWithoutContent(boolean last, @Nullable HeadWriter trailers)
      throws ClientGoneException {
    if (headUnsent) {
      bytes[begin + 4] |= (byte) (last && trailers == null ? Frame.END_STREAM : 0);
      sendUpTo(data - Frame.HEAD, last, trailers);
      empty();
    } else if (trailers != null) {
      begin = data;
      sendUpTo(data, true, trailers);
    } else {
      Frame.head(
          bytes, data - Frame.HEAD, 0, Frame.kind(Frame.DATA, Frame.END_STREAM), stream.id());
      begin = data - Frame.HEAD;
      sendUpTo(data, true, null);
    }
  }

  /** Sends the frames up to {@code to}, and the trailers behind the last ones. */
  private void sendUpTo(int to, boolean last, @Nullable HeadWriter trailers)
      throws ClientGoneException {
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
