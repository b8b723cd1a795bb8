package io.rgate.http.h2;

import io.rgate.http.frame.Http2Exception;
import io.rgate.transport.Exchange.Tunnel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What follows an extended CONNECT on its stream: bytes in both directions (RFC 8441, 5). */
final class StreamTunnel implements Tunnel {
  private final Http2Stream stream;
  private final StreamResponse response;
  private final InputStream in;
  private final Out out = new Out();

  StreamTunnel(Http2Stream stream, StreamResponse response) {
    this.stream = stream;
    this.response = response;
    @Nullable InputStream received = stream.received();
    this.in = received == null ? InputStream.nullInputStream() : received;
  }

  /** Sends the head. */
  void begin() throws IOException {
    response.flush();
    response.rest();
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
    if (!stream.isClosing()) {
      stream.reset(Http2Exception.CANCEL);
    } else if (!stream.isRemoteEnded()) {
      stream.reset(Http2Exception.NO_ERROR);
    }
    stream.releaseContent("the tunnel is closed");
  }

  private final class Out extends OutputStream {
    @Override
    public void write(byte[] piece, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, piece.length);
      response.write(piece, offset, length);
      response.flush();
      response.rest();
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void close() throws IOException {
      response.end();
    }
  }
}
