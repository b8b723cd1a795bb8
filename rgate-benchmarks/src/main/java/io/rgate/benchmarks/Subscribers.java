package io.rgate.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.HdrHistogram.Histogram;

/** Clients that listen to server-sent events, and tell how late each event came. */
final class Subscribers implements AutoCloseable {
  private static final long HIGHEST = 60_000_000_000L;

  private final List<Socket> sockets = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final ConcurrentLinkedQueue<Histogram> delays = new ConcurrentLinkedQueue<>();
  private volatile boolean counting;
  private volatile boolean ended;

  Subscribers(int port, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      sockets.add(socket);
      String request = "GET /events HTTP/1.1\r\nHost: bench\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      threads.add(Thread.ofVirtual().start(() -> listen(socket)));
    }
  }

  private void listen(Socket socket) {
    Histogram mine = new Histogram(HIGHEST, 3);
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (counting && line.startsWith("data: ")) {
          long delay = System.nanoTime() - Long.parseLong(line.substring(6));
          mine.recordValue(Math.clamp(delay, 0, HIGHEST));
        }
      }
    } catch (SocketException e) {
      if (!ended) {
        System.err.println("a subscriber was cut off: " + e.getMessage());
      }
    } catch (IOException e) {
      System.err.println("a subscriber failed: " + e);
    }
    delays.add(mine);
  }

  /** Begins to count. */
  void count() {
    counting = true;
  }

  /** Ends all of it and tells the delays of the events that came since {@link #count}. */
  Histogram end() throws IOException, InterruptedException {
    counting = false;
    close();
    for (Thread thread : threads) {
      thread.join();
    }
    Histogram all = new Histogram(HIGHEST, 3);
    delays.forEach(all::add);
    return all;
  }

  @Override
  public void close() throws IOException {
    ended = true;
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
