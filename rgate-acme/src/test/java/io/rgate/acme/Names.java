package io.rgate.acme;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** A DNS server for which every name is 127.0.0.1, because a test's machine may have none. */
final class Names implements AutoCloseable {
  private static final int HEAD = 12;
  private static final int ADDRESS_OF_IPV4 = 1;

  private final DatagramSocket socket;

  Names() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("test-names").start(this::serve);
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  private void serve() {
    byte[] bytes = new byte[1500];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
        socket.receive(packet);
        byte[] answer = answer(ByteBuffer.wrap(bytes, 0, packet.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        // It is closed, or Pebble does not listen any more.
      }
    }
  }

  /** The question again, and behind it the address if it is one for that. */
  private static byte[] answer(ByteBuffer query) {
    int end = HEAD;
    while (query.get(end) != 0) {
      end += query.get(end) + 1;
    }
    boolean known = query.getShort(end + 1) == ADDRESS_OF_IPV4;
    int question = end + 5 - HEAD;
    ByteBuffer answer = ByteBuffer.allocate(HEAD + question + (known ? 16 : 0));
    answer.putShort(query.getShort(0)).putShort((short) 0x8180); // an answer without an error
    answer.putShort((short) 1).putShort((short) (known ? 1 : 0)).putInt(0);
    answer.put(query.slice(HEAD, question));
    if (known) {
      answer.putShort((short) 0xc00c).putShort((short) 1).putShort((short) 1).putInt(1);
      answer.putShort((short) 4).put(new byte[] {127, 0, 0, 1});
    }
    return answer.array();
  }

  @Override
  public void close() {
    socket.close();
  }
}
