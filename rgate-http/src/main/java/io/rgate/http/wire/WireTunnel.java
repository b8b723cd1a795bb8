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

  /** A tunnel over a connection, without limits of time; buffered bytes come first. */
  public WireTunnel(Transport transport, Input input, Output output, Runnable onClose) {
    this.transport = transport;
    this.onClose = onClose;
    input.waitLimit(since -> WaitLimit.FOR_EVER);
    output.waitLimit(since -> WaitLimit.FOR_EVER);
    this.in = new In(input);
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
    private final Input input;

    In(Input input) {
      this.input = input;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      return length == 0 ? 0 : input.read(target, offset, length);
    }

    @Override
    public int available() {
      return input.buffered();
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
