package io.rgate.http.wire;

import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import io.rgate.transport.Exchange.Tunnel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/** Both directions of a connection after the end of HTTP. */
public final class WireTunnel implements Tunnel {
  private static final int PIECE = 16 * 1024;

  private final Transport transport;
  private final Runnable onClose;
  private final InputStream in;
  private final OutputStream out;

  /**
   * A tunnel over a connection; buffered bytes come first. A read has no limit of time.
   *
   * @param taking how long the far side may take nothing
   * @param onClose called at each close
   */
  public WireTunnel(
      Transport transport, Input input, Output output, WaitLimit taking, Runnable onClose) {
    this.transport = transport;
    this.onClose = onClose;
    input.waitLimit(since -> WaitLimit.FOR_EVER);
    output.waitLimit(taking);
    output.release();
    this.in = new In(transport, input);
    this.out = new Out(transport, output);
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public void close() {
    transport.close();
    onClose.run();
  }

  private static final class In extends PieceStream {
    private final Transport transport;
    private final Input input;

    In(Transport transport, Input input) {
      this.transport = transport;
      this.input = input;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (input.buffered() == 0) {
        input.release(); // there may be many tunnels in which nothing moves
      }
      return length == 0 ? 0 : input.read(target, offset, length);
    }

    @Override
    public int available() {
      int buffered = input.buffered();
      return buffered == 0 && transport.mayHaveMore() ? 1 : buffered;
    }
  }

  private static final class Out extends OutputStream {
    private final Transport transport;
    private final Output output;
    private boolean closed;

    Out(Transport transport, Output output) {
      this.transport = transport;
      this.output = output;
    }

    @Override
    public void write(byte[] piece, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, piece.length);
      for (int i = 0; i < length; i += PIECE) {
        output.write(piece, offset + i, Math.min(PIECE, length - i));
        output.flush();
      }
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        transport.shutdownOutput();
      }
    }
  }
}
