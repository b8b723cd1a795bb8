package io.rgate.limits;

import io.rgate.config.ConfigFile;
import io.rgate.runtime.Gateway;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Two gateways, each with a limit of its own object, and clients that ask both without a pause. */
final class TwoGateways implements AutoCloseable {
  private static final int CLIENTS = 8;

  /** In nanoseconds: by then the first burst is over, and classes are loaded. */
  private static final long WARM_UP = 1_000_000_000;

  private final List<Gateway> gateways = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger others = new AtomicInteger();
  private final AtomicLong emptySince = new AtomicLong();
  private final AtomicLong slowest = new AtomicLong();
  private volatile boolean over;
  private volatile long stopped;
  private volatile long loadSince;

  /** Starts both with that one filter; there is no route, so what it lets through gets 404. */
  TwoGateways(String filter) {
    String config =
        """
        routes: []
        backends: []
        discovery: {type: static, endpoints: [{url: 'http://127.0.0.1:1', labels: {}}]}
        stats: {type: none}
        filters: [%s]
        """
            .formatted(filter);
    for (int i = 0; i < 2; i++) {
      gateways.add(
          Gateway.builder()
              .config(ConfigFile.parse("test.yml", config))
              .host("127.0.0.1")
              .port(0)
              .start());
    }
  }

  /** Sends requests to both until {@link #stop}. */
  void load() {
    loadSince = System.nanoTime();
    for (Gateway gateway : gateways) {
      URI uri = URI.create("http://127.0.0.1:" + gateway.port() + "/");
      HttpRequest request = HttpRequest.newBuilder(uri).build();
      for (int i = 0; i < CLIENTS; i++) {
        threads.add(Thread.ofVirtual().start(() -> ask(request)));
      }
    }
  }

  private void ask(HttpRequest request) {
    try {
      while (!over) {
        long begin = System.nanoTime();
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        slowest.accumulateAndGet(System.nanoTime() - begin, Math::max);
        count(status);
        Thread.sleep(2);
      }
    } catch (Exception e) {
      others.incrementAndGet();
    }
  }

  private void count(int status) {
    if (status == 429 && emptySince.get() == 0 && System.nanoTime() - loadSince > WARM_UP) {
      emptySince.compareAndSet(0, System.nanoTime());
    }
    if (emptySince.get() != 0) {
      (status == 404 ? served : status == 429 ? refused : others).incrementAndGet();
    }
  }

  /** Waits for the last answers. */
  void stop() throws InterruptedException {
    stopped = System.nanoTime();
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /**
   * For how long clients have asked a bucket that was empty: from then on each token that comes is
   * taken at once, and none is lost in a full bucket.
   */
  double seconds() {
    return (stopped - emptySince.get()) / 1e9;
  }

  /** How many requests a limit let through in that time. */
  int served() {
    return served.get();
  }

  /** How many got 429. */
  int refused() {
    return refused.get();
  }

  /** How many got something else, or nothing. */
  int others() {
    return others.get();
  }

  /** How long the longest one took, in milliseconds. */
  long slowestMillis() {
    return slowest.get() / 1_000_000;
  }

  @Override
  public void close() {
    over = true;
    gateways.forEach(Gateway::close);
    client.close();
  }
}
