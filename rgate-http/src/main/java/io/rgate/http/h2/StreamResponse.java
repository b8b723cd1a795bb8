package io.rgate.http.h2;

import io.rgate.api.Fields;
import io.rgate.http.frame.Outgoing;
import io.rgate.http.hpack.HeadWriter;
import io.rgate.transport.ClientGoneException;
import io.rgate.transport.Exchange.ResponseContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The content of a response. For one thread. */
final class StreamResponse implements ResponseContent, Outgoing.Stream {
  private final Http2Stream stream;
  private final boolean none;
  private final Outgoing out;
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
    this.out = new Outgoing(this, head);
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
      int count = Math.min(rest, out.makeRoom(left));
      out.put(source, at, count);
      left -= count;
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
    int most = (int) Math.min(Math.min(atMost, out.makeRoom(left)), left);
    int count = out.fetch(source, most);
    left -= Math.max(0, count);
    return count;
  }

  @Override
  public void flush() throws IOException {
    if (!ended) {
      out.flush();
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
    out.end(trailers.size() == 0 ? null : stream.trailers(trailers));
  }

  @Override
  public int id() {
    return stream.id();
  }

  @Override
  public int takeNow(int wanted) throws ClientGoneException {
    try {
      return stream.window().takeNow(wanted);
    } catch (IOException e) {
      throw takesNoMore(e);
    }
  }

  /** Releases most of the empty buffer. */
  void rest() {
    out.rest();
  }

  @Override
  public int take(int wanted) throws ClientGoneException {
    try {
      return stream.window().take(wanted, stream.connection().patience());
    } catch (IOException e) {
      throw takesNoMore(e);
    }
  }

  private ClientGoneException takesNoMore(IOException e) {
    stream.abort();
    return new ClientGoneException("the client takes no more of the response", e);
  }

  @Override
  public void giveBack(int count) {
    stream.window().giveBack(count);
  }

  @Override
  public void closes() {
    stream.closes();
  }

  @Override
  public void send(ByteBuffer frames, boolean heads) throws ClientGoneException {
    stream.send(frames, heads);
  }
}
