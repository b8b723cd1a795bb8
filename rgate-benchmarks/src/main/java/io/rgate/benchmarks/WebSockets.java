package io.rgate.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * As many messages by WebSocket as get through: on each connection a text goes out, and the next
 * one when its echo is there. One thread serves all connections, to leave time to the origin.
 */
final class WebSockets implements AutoCloseable {
  private static final int LENGTH = 32;
  private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};
  private static final String UPGRADE =
      """
      GET /echo HTTP/1.1\r
      Host: 127.0.0.1\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Version: 13\r
      \r
      """;
  // What RFC 6455 computes from that key.
  private static final String ACCEPTED = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  private final Selector selector = Selector.open();
  private final List<Conversation> conversations = new ArrayList<>();

  private WebSockets(int port) throws IOException {
    for (int i = 0; i < Scenario.WEBSOCKET.connections(); i++) {
      conversations.add(new Conversation(i, port, selector));
    }
  }

  static Load.Result run(int port, int seconds) throws IOException {
    try (WebSockets load = new WebSockets(port)) {
      long start = System.nanoTime();
      long end = start + seconds * 1_000_000_000L;
      for (Conversation conversation : load.conversations) {
        conversation.say();
      }
      for (long now = start; now < end; now = System.nanoTime()) {
        load.selector.select(WebSockets::hear, Math.max(1, (end - now) / 1_000_000));
      }
      return load.result((System.nanoTime() - start) / 1000);
    }
  }

  private static void hear(SelectionKey key) {
    Conversation conversation = (Conversation) key.attachment();
    try {
      conversation.hear();
    } catch (IOException e) {
      conversation.errors++;
      key.cancel();
    }
  }

  private Load.Result result(long micros) {
    long echoes = conversations.stream().mapToLong(conversation -> conversation.echoes).sum();
    long silent = conversations.stream().filter(conversation -> conversation.echoes == 0).count();
    long errors = conversations.stream().mapToLong(conversation -> conversation.errors).sum();
    return new Load.Result(echoes, micros, errors + silent);
  }

  @Override
  public void close() throws IOException {
    for (Conversation conversation : conversations) {
      conversation.channel.close();
    }
    selector.close();
  }

  /** One connection, with one message under way. */
  private static final class Conversation {
    private final int number;
    private final SocketChannel channel;
    private final ByteBuffer out = ByteBuffer.allocate(2 + MASK.length + LENGTH);
    private final ByteBuffer echo = ByteBuffer.allocate(2 + LENGTH);
    private final ByteBuffer in = ByteBuffer.allocate(2 + LENGTH + 1);
    private long echoes;
    private long errors;

    Conversation(int number, int port, Selector selector) throws IOException {
      this.number = number;
      channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      upgrade();
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
    }

    private void upgrade() throws IOException {
      channel.write(ByteBuffer.wrap(UPGRADE.getBytes(StandardCharsets.US_ASCII)));
      StringBuilder head = new StringBuilder();
      channel.socket().setSoTimeout(10_000);
      InputStream answer = channel.socket().getInputStream();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = answer.read();
        if (next < 0) {
          throw new EOFException("no upgrade but: " + head);
        }
        head.append((char) next);
      }
      if (!head.toString().startsWith("HTTP/1.1 101") || head.indexOf(ACCEPTED) < 0) {
        throw new IOException("no upgrade but: " + head);
      }
    }

    /** Sends a text that no other connection and no other message has. */
    void say() throws IOException {
      String text = String.format("%04d %027d", number, echoes);
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      echo.clear().put((byte) 0x81).put((byte) LENGTH).put(bytes).flip();
      out.clear().put((byte) 0x81).put((byte) (0x80 | LENGTH)).put(MASK);
      for (int i = 0; i < LENGTH; i++) {
        out.put((byte) (bytes[i] ^ MASK[i % MASK.length]));
      }
      out.flip();
      while (out.hasRemaining()) {
        channel.write(out);
      }
    }

    void hear() throws IOException {
      if (channel.read(in) < 0) {
        throw new EOFException("closed");
      }
      if (in.position() < 2 + LENGTH) {
        return;
      }
      in.flip();
      if (!in.equals(echo)) {
        throw new IOException("not the echo");
      }
      in.clear();
      echoes++;
      say();
    }
  }
}
