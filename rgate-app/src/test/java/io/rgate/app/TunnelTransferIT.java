package io.rgate.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** 1 GiB in each direction of one tunnel at once, through a gateway with a heap of 48 MiB. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class TunnelTransferIT {
  private static final long GIB = 1L << 30;

  /** The head of one frame that has it all. */
  private static final byte[] HEAD = {(byte) 0x82, 127, 0, 0, 0, 0, 0x40, 0, 0, 0};

  private static final List<String> SMALL_HEAP =
      List.of("-Xmx48m", "-XX:MaxDirectMemorySize=16m", "-XX:+ExitOnOutOfMemoryError");

  @TempDir private Path directory;

  @Test
  void nothingIsGathered() throws Exception {
    CompletableFuture<Long> atOrigin = new CompletableFuture<>();
    try (TunnelOrigin origin =
            TunnelOrigin.start(socket -> {
              Thread.ofVirtual().start(() -> count(socket, atOrigin));
              send(socket);
            });
        Program gateway = origin.gateway(directory, SMALL_HEAP);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      client.getOutputStream().write(TunnelOrigin.HANDSHAKE.getBytes(ISO_8859_1));
      assertThat(TunnelOrigin.head(client.getInputStream())).startsWith("HTTP/1.1 101 ");
      CompletableFuture<Long> atClient = new CompletableFuture<>();
      long begin = System.nanoTime();
      Thread.ofVirtual().start(() -> count(client, atClient));
      send(client);
      assertThat(atOrigin.get(120, TimeUnit.SECONDS)).isEqualTo(HEAD.length + GIB);
      assertThat(atClient.get(120, TimeUnit.SECONDS)).isEqualTo(HEAD.length + GIB);
      System.out.printf(
          "1 GiB in each direction of a tunnel: %.1f s%n", (System.nanoTime() - begin) / 1e9);
    }
  }

  /** Sends a frame of 1 GiB. */
  private static void send(Socket socket) throws IOException {
    byte[] piece = new byte[64 * 1024];
    OutputStream out = socket.getOutputStream();
    out.write(HEAD);
    for (long sent = 0; sent < GIB; sent += piece.length) {
      out.write(piece);
    }
    socket.shutdownOutput();
  }

  private static void count(Socket socket, CompletableFuture<Long> to) {
    try {
      byte[] piece = new byte[64 * 1024];
      InputStream in = socket.getInputStream();
      long sum = 0;
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        sum += count;
      }
      to.complete(sum);
    } catch (IOException e) {
      to.completeExceptionally(e);
    }
  }
}
