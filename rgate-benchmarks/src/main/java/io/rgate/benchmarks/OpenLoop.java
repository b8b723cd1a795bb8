package io.rgate.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Requests that come when they come, whether or not those before have been answered: intervals are
 * exponential, and a request that finds its connection busy is late from the moment at which it
 * should have been sent. Where a connection was free, lateness is this program's own and not
 * counted.
 */
final class OpenLoop {
  private static final int CONNECTIONS = 64;
  private static final long HIGHEST = 60_000_000_000L;

  private final int port;
  private final byte[] request;
  private final double meanNanos;
  private final long end;
  private final AtomicLong errors = new AtomicLong();
  private final ConcurrentLinkedQueue<Histogram> histograms = new ConcurrentLinkedQueue<>();

  private OpenLoop(int port, double perSecond, long end) {
    this.port = port;
    this.request = "GET /small HTTP/1.1\r\nHost: bench\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    this.meanNanos = 1e9 * CONNECTIONS / perSecond;
    this.end = end;
  }

  /**
   * How long answers took.
   *
   * @param nanos of each request
   * @param errors requests without an answer of 200
   */
  record Result(Histogram nanos, long errors) {
    double micros(double percentile) {
      return nanos.getValueAtPercentile(percentile) / 1e3;
    }
  }

  static Result run(int port, double perSecond, int seconds) throws InterruptedException {
    OpenLoop load = new OpenLoop(port, perSecond, System.nanoTime() + seconds * 1_000_000_000L);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      int seed = i;
      threads.add(Thread.ofPlatform().daemon().start(() -> load.converse(new Random(seed))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Histogram all = new Histogram(HIGHEST, 3);
    load.histograms.forEach(all::add);
    return new Result(all, load.errors.get());
  }

  private void converse(Random random) {
    Histogram mine = new Histogram(HIGHEST, 3);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      long due = System.nanoTime() + interval(random);
      while (due < end) {
        boolean late = System.nanoTime() > due;
        for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
          LockSupport.parkNanos(due - now);
        }
        long start = late ? due : System.nanoTime();
        socket.getOutputStream().write(request);
        if (!readAnswer(in)) {
          errors.incrementAndGet();
        }
        mine.recordValue(Math.min(HIGHEST, System.nanoTime() - start));
        due += interval(random);
      }
    } catch (IOException e) {
      errors.incrementAndGet();
    }
    histograms.add(mine);
  }

  private long interval(Random random) {
    return (long) (-Math.log(1 - random.nextDouble()) * meanNanos);
  }

  /** Reads one answer, whose content has a length or one chunk; whether it is a 200. */
  private static boolean readAnswer(InputStream in) throws IOException {
    String status = line(in);
    int length = -1;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.regionMatches(true, 0, "Content-Length: ", 0, 16)) {
        length = Integer.parseInt(line.substring(16));
      }
    }
    if (length >= 0) {
      in.skipNBytes(length);
    } else {
      for (int size = Integer.parseInt(line(in), 16); size > 0; ) {
        in.skipNBytes(size + 2L);
        size = Integer.parseInt(line(in), 16);
      }
      in.skipNBytes(2);
    }
    return status.startsWith("HTTP/1.1 200");
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("closed in an answer");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
