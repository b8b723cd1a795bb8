package io.rgate.http.frame;

import io.rgate.http.hpack.HeadWriter;
import io.rgate.http.hpack.HpackDecoder;
import io.rgate.http.hpack.HpackException;
import io.rgate.http.loop.WaitLimit;
import java.util.Arrays;

/** Puts a header block together from its frames, and decodes it. For the connection's reader. */
public final class HeaderBlock {
  /** So many frames a header block may have in addition to the first. */
  private static final int MOST_CONTINUATIONS = 32;

  private static final byte[] NOTHING = {};

  private final HpackDecoder decoder = new HpackDecoder();
  private final int most;
  private final long nanos;
  private byte[] bytes = NOTHING;
  private int at;
  private int size;
  private int stream;
  private boolean endsStream;
  private boolean dependsOnItself;
  private boolean open;
  private int continuations;
  private WaitLimit waitLimit = WaitLimit.of(0);

  /** For blocks of at most {@code most} bytes in several frames that come within {@code nanos}. */
  public HeaderBlock(int most, long nanos) {
    this.most = most;
    this.nanos = nanos;
  }

  /** Whether the end of a block is missing. */
  public boolean isOpen() {
    return open;
  }

  /** The stream of the last block. */
  public int stream() {
    return stream;
  }

  /** Whether the stream of the last block ends with it. */
  public boolean endsStream() {
    return endsStream;
  }

  /** Whether the stream of the last block is said to depend on itself, which is an error. */
  public boolean dependsOnItself() {
    return dependsOnItself;
  }

  /** How long the end of an open block may take. */
  public WaitLimit waitLimit() {
    return waitLimit;
  }

  /** Takes a frame of the type HEADERS without its padding; whether the block is complete. */
  public boolean begin(Payload payload) throws Http2Exception {
    stream = payload.stream;
    endsStream = payload.is(Frame.END_STREAM);
    dependsOnItself = false;
    if (payload.is(Frame.WITH_PRIORITY)) {
      if (payload.length < 5) {
        throw Http2Exception.size("HEADERS without the priority that it announces");
      }
      int on = Frame.getInt(payload.bytes, payload.at) & Integer.MAX_VALUE;
      dependsOnItself = on == stream;
      payload.skip(5);
    }
    if (payload.is(Frame.END_HEADERS)) {
      bytes = payload.bytes;
      at = payload.at;
      size = payload.length;
      return true;
    }
    open = true;
    continuations = 0;
    bytes = NOTHING;
    at = 0;
    size = 0;
    waitLimit = WaitLimit.until(nanos);
    add(payload);
    return false;
  }

  /** Takes a frame of the type CONTINUATION; whether the block is complete. */
  public boolean goOn(Payload payload) throws Http2Exception {
    if (!open) {
      throw Http2Exception.protocol("CONTINUATION without a header block");
    }
    continuations++;
    add(payload);
    if (continuations > MOST_CONTINUATIONS || size > most) {
      throw Http2Exception.calm("frames or bytes of one header block");
    }
    open = !payload.is(Frame.END_HEADERS);
    return !open;
  }

  private void add(Payload payload) {
    if (size + payload.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + payload.length));
    }
    System.arraycopy(payload.bytes, payload.at, bytes, size, payload.length);
    size += payload.length;
  }

  /** Decodes the block that is complete, once. */
  public void decode(HpackDecoder.Sink sink) throws Http2Exception {
    byte[] block = bytes;
    bytes = NOTHING;
    try {
      decoder.decode(block, at, at + size, sink);
      decoder.rest();
    } catch (HpackException e) {
      throw new Http2Exception(Http2Exception.COMPRESSION_ERROR, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Makes frames of the block that {@code writer} has behind {@code at} and the room for a frame's
   * head: HEADERS, and CONTINUATION where it is too long for one.
   */
  public static void frame(HeadWriter writer, int at, int stream, int flags) {
    int from = at + Frame.HEAD;
    int length = writer.size() - from;
    if (length <= Frame.MOST) {
      int kind = Frame.kind(Frame.HEADERS, flags | Frame.END_HEADERS);
      Frame.head(writer.bytes(), at, length, kind, stream);
      return;
    }
    byte[] block = Arrays.copyOfRange(writer.bytes(), from, writer.size());
    writer.cut(at);
    for (int begin = 0; begin < length; begin += Frame.MOST) {
      int piece = Math.min(Frame.MOST, length - begin);
      int last = begin + piece == length ? Frame.END_HEADERS : 0;
      int kind =
          begin == 0
              ? Frame.kind(Frame.HEADERS, flags | last)
              : Frame.kind(Frame.CONTINUATION, last);
      int to = writer.extend(Frame.HEAD + piece);
      Frame.head(writer.bytes(), to, piece, kind, stream);
      System.arraycopy(block, begin, writer.bytes(), to + Frame.HEAD, piece);
    }
  }
}
