package io.rgate.http.origin;

import io.rgate.http.frame.ReceiveBuffer;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.origin.StreamFailure.Kind;
import io.rgate.http.wire.PieceStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Objects;

/**
 * The content of an origin's answer. A read reports the end only when the content is complete. For
 * one reader; any thread may close it.
 */
final class AnswerContent extends PieceStream {
  private final StreamExchange exchange;
  private final OriginStream stream;
  private final ReceiveBuffer buffer;
  private final WaitLimit waitLimit;
  private boolean told;
  private volatile boolean closed;

  AnswerContent(StreamExchange exchange, OriginStream stream, WaitLimit waitLimit) {
    this.exchange = exchange;
    this.stream = stream;
    this.buffer = stream.buffer();
    this.waitLimit = waitLimit;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (closed) {
      throw new IOException("content was given up");
    }
    if (length == 0) {
      return 0;
    }
    int count;
    try {
      count = buffer.read(target, offset, length, waitLimit);
    } catch (IOException e) {
      exchange.close();
      throw failure(e);
    }
    if (count > 0) {
      stream.returnWindow();
      exchange.moved();
    }
    told = count < 0;
    if (told || buffer.isFinished()) {
      exchange.end();
    }
    return count;
  }

  private IOException failure(IOException e) {
    StreamFailure why = stream.heads().failure();
    if (why == null || why.kind() != Kind.INVALID) {
      return e;
    }
    ProtocolException invalid = new ProtocolException(why.getMessage());
    invalid.initCause(e);
    return invalid;
  }

  /**
   * How many bytes can be read without waiting; 1 if only the end can be read. The caller then does
   * not flush, and sends the end together with the last bytes.
   */
  @Override
  public int available() {
    if (closed || told) {
      return 0;
    }
    int count = buffer.available();
    return count == 0 && buffer.isFinished() ? 1 : count;
  }

  @Override
  public void close() {
    closed = true;
    exchange.close();
  }
}
