package io.rgate.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLParameters;

/** One connection by TLS 1.3 for one GET, which knows whether its session was resumed. */
final class TlsConnection implements AutoCloseable {
  static final String SUITE = "TLS_AES_128_GCM_SHA256";
  static final String GROUP = "X25519";

  private static final int ROOM = 40 * 1024;
  private static final int PRE_SHARED_KEY = 41;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLEngine engine;
  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(ROOM);
  private final ByteBuffer out = ByteBuffer.allocate(ROOM);
  private final ByteBuffer content = ByteBuffer.allocate(ROOM);
  private boolean resumed;

  /** Connects to {@code port} and shakes hands; {@code engine} is a new one. */
  TlsConnection(SSLEngine engine, int port) throws IOException {
    this.engine = engine;
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setCipherSuites(new String[] {SUITE});
    parameters.setNamedGroups(new String[] {"x25519"});
    engine.setSSLParameters(parameters);
    engine.setUseClientMode(true);
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      shakeHands();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Whether the server took a session of an earlier connection. */
  boolean resumed() {
    return resumed;
  }

  /** Asks for {@code path} and reads until the end of the connection. */
  String get(String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    wrap(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    Status status = Status.OK;
    while (status != Status.CLOSED) {
      status = unwrap().getStatus();
      if (status == Status.BUFFER_UNDERFLOW && !fill()) {
        throw new EOFException("closed without a notice");
      }
    }
    return new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
  }

  private void shakeHands() throws IOException {
    engine.beginHandshake();
    boolean hello = true;
    HandshakeStatus status = engine.getHandshakeStatus();
    while (status != HandshakeStatus.FINISHED && status != HandshakeStatus.NOT_HANDSHAKING) {
      if (status == HandshakeStatus.NEED_TASK) {
        engine.getDelegatedTask().run();
        status = engine.getHandshakeStatus();
      } else if (status == HandshakeStatus.NEED_WRAP) {
        status = wrap(NOTHING);
      } else {
        if (hello) {
          resumed = readHello();
          hello = false;
        }
        status = unwrapOrFill();
      }
    }
  }

  private HandshakeStatus unwrapOrFill() throws IOException {
    SSLEngineResult result = unwrap();
    if (result.getStatus() == Status.CLOSED
        || (result.getStatus() == Status.BUFFER_UNDERFLOW && !fill())) {
      throw new EOFException("closed in the handshake");
    }
    return result.getHandshakeStatus();
  }

  private SSLEngineResult unwrap() throws IOException {
    in.flip();
    try {
      return engine.unwrap(in, content);
    } finally {
      in.compact();
    }
  }

  private HandshakeStatus wrap(ByteBuffer source) throws IOException {
    HandshakeStatus status = engine.wrap(source, out).getHandshakeStatus();
    out.flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
    out.clear();
    return status;
  }

  private boolean fill() throws IOException {
    return channel.read(in) >= 0;
  }

  /** Whether the server's hello, which is not encrypted, takes a key that the client offered. */
  private boolean readHello() throws IOException {
    while (in.position() < 5 || in.position() < 5 + in.getShort(3)) {
      if (!fill()) {
        throw new EOFException("closed before the server's hello");
      }
    }
    // Record (5), kind and length (4), version (2), random (32), session id, suite (2), null (1).
    int at = 5 + 4 + 2 + 32;
    at += 1 + in.get(at) + 2 + 1;
    int end = at + 2 + in.getShort(at);
    at += 2;
    while (at < end) {
      if (in.getShort(at) == PRE_SHARED_KEY) {
        return true;
      }
      at += 4 + in.getShort(at + 2);
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
