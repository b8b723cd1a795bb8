package io.rgate.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.testkit.transport.RawHttp2;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What open tunnels cost a gateway: memory of each, when it is new and after a message of 20,000
 * bytes in both directions. In no build (its name ends otherwise). How many there are is in {@code
 * rgate.tunnels}; over HTTP/1.1 each needs two file descriptors, over HTTP/2 little more than one.
 */
class TunnelsRun {
  private static final int COUNT = Integer.getInteger("rgate.tunnels", 10_000);
  private static final int STREAMS = 250;
  private static final byte[] MESSAGE = new byte[20_000];

  @TempDir private Path directory;

  /** Sends back one message. */
  private static void echoOnce(Socket socket) throws IOException {
    byte[] message = socket.getInputStream().readNBytes(MESSAGE.length);
    if (message.length == MESSAGE.length) {
      socket.getOutputStream().write(message);
    }
  }

  @Test
  void overHttp11() throws Exception {
    List<Socket> clients = new ArrayList<>();
    try (TunnelOrigin origin = TunnelOrigin.start(TunnelsRun::echoOnce);
        Program gateway = origin.gateway(directory, List.of())) {
      int port = gateway.port();
      clients.add(tunnel(port));
      Memory before = Memory.of(gateway);
      long begin = System.nanoTime();
      while (clients.size() <= COUNT) {
        clients.add(tunnel(port));
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      Memory open = Memory.of(gateway);
      for (Socket client : clients) {
        client.getOutputStream().write(MESSAGE);
        assertThat(client.getInputStream().readNBytes(MESSAGE.length)).isEqualTo(MESSAGE);
      }
      Memory used = Memory.of(gateway);
      tell("HTTP/1.1", seconds, before, open, used);
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  private static Socket tunnel(int port) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
    client.getOutputStream().write(TunnelOrigin.HANDSHAKE.getBytes(ISO_8859_1));
    assertThat(TunnelOrigin.head(client.getInputStream())).startsWith("HTTP/1.1 101 ");
    return client;
  }

  @Test
  void overHttp2() throws Exception {
    List<RawHttp2> clients = new ArrayList<>();
    try (TunnelOrigin origin = TunnelOrigin.start(TunnelsRun::echoOnce);
        Program gateway = origin.gateway(directory, List.of())) {
      int port = gateway.port();
      Memory before = null;
      long begin = System.nanoTime();
      for (int i = 0; i <= COUNT / STREAMS; i++) {
        RawHttp2 client = RawHttp2.greeted(port);
        clients.add(client);
        for (int j = 0; j < (i == 0 ? 1 : STREAMS); j++) {
          client.headers(
              2 * j + 1,
              false,
              ":method",
              "CONNECT",
              ":protocol",
              "websocket",
              ":scheme",
              "http",
              ":authority",
              "a",
              ":path",
              "/",
              "sec-websocket-version",
              "13");
          assertThat(client.next(RawHttp2.HEADERS).payload()).contains(0x88);
        }
        if (i == 0) {
          before = Memory.of(gateway);
          begin = System.nanoTime();
        }
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      Memory open = Memory.of(gateway);
      for (RawHttp2 client : clients.subList(1, clients.size())) {
        for (int j = 0; j < STREAMS; j++) {
          message(client, 2 * j + 1);
        }
      }
      Memory used = Memory.of(gateway);
      tell("HTTP/2", seconds, before, open, used);
    } finally {
      for (RawHttp2 client : clients) {
        client.close();
      }
    }
  }

  private static void message(RawHttp2 client, int stream) throws IOException {
    String half = "x".repeat(MESSAGE.length / 2);
    client.data(stream, false, half).data(stream, false, half);
    int came = 0;
    while (came < MESSAGE.length) {
      came += client.next(RawHttp2.DATA).payload().length;
    }
    client.frame(RawHttp2.WINDOW_UPDATE, 0, MESSAGE.length);
  }

  /** Live objects and what the process has of the machine, in bytes. */
  private record Memory(long heap, long resident) {
    static Memory of(Program gateway) throws Exception {
      Process histogram =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(gateway.pid()),
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String text = new String(histogram.getInputStream().readAllBytes(), ISO_8859_1);
      String[] total = text.substring(text.lastIndexOf("Total")).trim().split("\\s+");
      String status = Files.readString(Path.of("/proc", "" + gateway.pid(), "status"));
      String resident = status.replaceAll("(?s).*VmRSS:\\s+(\\d+) kB.*", "$1");
      return new Memory(Long.parseLong(total[2]), Long.parseLong(resident) * 1024);
    }
  }

  private static void tell(String over, double seconds, Memory before, Memory open, Memory used) {
    System.out.printf(
        "%d tunnels over %s, opened one after another in %.1f s: %d bytes of heap each, %d after a"
            + " message; %d MiB resident, %d after messages (%d before)%n",
        COUNT,
        over,
        seconds,
        (open.heap() - before.heap()) / COUNT,
        (used.heap() - before.heap()) / COUNT,
        open.resident() >> 20,
        used.resident() >> 20,
        before.resident() >> 20);
    assertThat((open.heap() - before.heap()) / COUNT).as("bytes of each").isLessThan(64 * 1024);
  }
}
