package io.rgate.benchmarks;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * As many new connections over TLS as get through, each for one GET. Each counts only if it was
 * resumed, or not resumed, as it should be, and had the answer.
 */
final class Handshakes {
  private final int port;
  private final boolean resume;
  private final AtomicLong good = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();

  private Handshakes(int port, boolean resume) {
    this.port = port;
    this.resume = resume;
  }

  static Load.Result run(Scenario scenario, int port, int seconds) throws InterruptedException {
    Handshakes load = new Handshakes(port, scenario == Scenario.RESUMED);
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < scenario.connections(); i++) {
      threads.add(Thread.ofPlatform().daemon().start(() -> load.connectUntil(end)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    long micros = (System.nanoTime() - start) / 1000;
    return new Load.Result(load.good.get(), micros, load.errors.get());
  }

  /** A context that trusts everybody, with a cache of sessions of its own. */
  static SSLContext trustful() {
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(null, new TrustManager[] {new Trustful()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void connectUntil(long end) {
    SSLContext context = trustful();
    boolean first = resume;
    while (System.nanoTime() < end) {
      try (TlsConnection connection = new TlsConnection(engine(context), port)) {
        String answer = connection.get(Scenario.TLS.path());
        boolean asItShouldBe = connection.resumed() == resume || first;
        boolean whole = answer.startsWith("HTTP/1.1 200") && answer.contains("x\"}");
        (asItShouldBe && whole ? good : errors).incrementAndGet();
      } catch (IOException e) {
        errors.incrementAndGet();
      }
      first = false;
    }
  }

  /** One that knows whom it talks to finds its session in the cache; the other one never does. */
  private SSLEngine engine(SSLContext context) {
    return resume ? context.createSSLEngine("127.0.0.1", port) : context.createSSLEngine();
  }

  /** Traffic stays on 127.0.0.1, and what a client checks costs the gateway nothing. */
  private static final class Trustful extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
