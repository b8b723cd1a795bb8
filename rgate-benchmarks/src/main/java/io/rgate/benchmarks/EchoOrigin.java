package io.rgate.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/**
 * An origin that speaks WebSocket and sends each short message back, all on one thread. What does
 * not ask for an upgrade gets a small answer, so that one can see whether a gateway is there.
 */
final class EchoOrigin implements AutoCloseable {
  private static final String SMALL = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String SWITCH =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: ";
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final String KEY = "\r\nsec-websocket-key: ";
  private static final int ROOM = 8 * 1024;
  private static final int MASKED = 0x80;
  private static final int CLOSE = 8;

  private final Selector selector = Selector.open();
  private final ServerSocketChannel server = ServerSocketChannel.open();

  EchoOrigin() throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
    Thread.ofPlatform().daemon().name("echo").start(this::run);
  }

  int port() {
    return server.socket().getLocalPort();
  }

  private void run() {
    try {
      while (server.isOpen()) {
        selector.select(this::serve);
      }
    } catch (ClosedSelectorException e) {
      System.err.println("the origin of echoes ends");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void serve(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        SocketChannel channel = server.accept();
        if (channel != null) {
          channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
          channel.configureBlocking(false);
          channel.register(selector, SelectionKey.OP_READ, new Connection(channel));
        }
      } else if (!((Connection) key.attachment()).read()) {
        key.channel().close();
      }
    } catch (IOException e) {
      key.cancel(); // the gateway has cut it
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    selector.close();
  }

  /** One connection of a gateway. */
  private static final class Connection {
    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(ROOM);
    private final ByteBuffer out = ByteBuffer.allocate(ROOM);
    private boolean upgraded;

    Connection(SocketChannel channel) {
      this.channel = channel;
    }

    /** Whether the connection goes on. */
    boolean read() throws IOException {
      boolean open = channel.read(in) >= 0;
      in.flip();
      if (!upgraded) {
        answer();
      }
      while (upgraded && open && hasFrame()) {
        open = echo();
      }
      in.compact();
      out.flip();
      while (out.hasRemaining()) {
        channel.write(out);
      }
      out.clear();
      return open;
    }

    private void answer() {
      String head = new String(in.array(), 0, in.limit(), StandardCharsets.ISO_8859_1);
      int end = head.indexOf("\r\n\r\n");
      if (end < 0) {
        return;
      }
      in.position(end + 4);
      int key = head.toLowerCase(Locale.ROOT).indexOf(KEY);
      if (key < 0) {
        out.put(SMALL.getBytes(StandardCharsets.US_ASCII));
        return;
      }
      int value = key + KEY.length();
      String accept = accept(head.substring(value, head.indexOf('\r', value)).strip());
      out.put((SWITCH + accept + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      upgraded = true;
    }

    private static String accept(String key) {
      try {
        byte[] text = (key + GUID).getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    private boolean hasFrame() {
      return in.remaining() >= 6 && in.remaining() >= 6 + length();
    }

    private int length() {
      return in.get(in.position() + 1) & 0x7f;
    }

    /** Sends a frame back without its mask; whether the connection goes on. */
    private boolean echo() throws IOException {
      int length = length();
      byte first = in.get();
      if (length > 125 || (in.get() & MASKED) == 0) {
        throw new IOException("only short frames with a mask are echoed");
      }
      int mask = in.getInt();
      out.put(first).put((byte) length);
      for (int i = 0; i < length; i++) {
        out.put((byte) (in.get() ^ mask >>> (24 - 8 * (i % 4))));
      }
      return (first & 0x0f) != CLOSE;
    }
  }
}
