package io.rgate.runtime.health;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.rgate.api.Backend.Health;
import io.rgate.api.Endpoint;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.api.Timeouts;
import io.rgate.runtime.balance.BareConnection;
import io.rgate.runtime.balance.EndpointState;
import io.rgate.transport.Upstream;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The checks of one endpoint for one backend. At most one is under way at a time. */
final class Check {
  private static final System.Logger LOG = System.getLogger(HealthChecks.class.getName());
  private static final Fields USUAL = Fields.of("User-Agent", "rgate-health", "Accept", "*/*");

  /** More of an answer is not read; the connection is closed then. */
  private static final int MOST = 64 * 1024;

  private static final int JITTER = 10;

  private final Upstream upstream;
  private final String backend;
  private final Endpoint endpoint;
  private final EndpointState state;
  private final Health rules;
  private final Endpoint target;
  private final Fields fields;
  private volatile long due = System.nanoTime();
  private volatile boolean running;
  private boolean ended;
  private boolean down;
  private boolean first = true;
  private int failed;
  private int passed;

  Check(Upstream upstream, String backend, Endpoint endpoint, EndpointState state, Health rules) {
    this.upstream = upstream;
    this.backend = backend;
    this.endpoint = endpoint;
    this.state = state;
    this.rules = rules;
    this.target = rules.port() == 0 ? endpoint : at(rules.port(), endpoint);
    this.fields = with(rules.fields());
  }

  private static Endpoint at(int port, Endpoint endpoint) {
    URI uri = URI.create(endpoint.uri().getScheme() + "://" + endpoint.host() + ":" + port);
    return new Endpoint(endpoint.id(), uri, endpoint.labels());
  }

  /** The usual fields, and {@code own} in place of those of the same name. */
  private static Fields with(Fields own) {
    Fields.Builder all = USUAL.toBuilder().removeIf(own::contains);
    own.forEach(all::add);
    return all.build();
  }

  boolean isDue() {
    return !running && System.nanoTime() - due >= 0;
  }

  void begin() {
    running = true;
    long interval = rules.interval().toNanos();
    long most = interval / JITTER;
    due = System.nanoTime() + interval + ThreadLocalRandom.current().nextLong(-most, most + 1);
  }

  /** Checks the endpoint once, on the thread that calls. */
  void run() {
    try {
      report(failure());
    } finally {
      running = false;
    }
  }

  private @Nullable String failure() {
    String service = rules.grpc();
    if (service != null) {
      return GrpcCheck.failure(target, service, rules.timeout());
    }
    String path = rules.path();
    return path == null ? BareConnection.failure(target, rules.timeout()) : get(path);
  }

  private @Nullable String get(String path) {
    Request request = Request.builder("GET", path).fields(fields).build();
    Timeouts timeouts = new Timeouts(rules.timeout(), rules.timeout(), rules.timeout());
    try {
      OriginAnswer answer = upstream.send(target, request, SendOptions.of(timeouts));
      try (InputStream content = answer.body().stream()) {
        content.readNBytes(MOST);
      }
      return rules.passes(answer.status()) ? null : "it answered " + answer.status();
    } catch (IOException | RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private synchronized void report(@Nullable String failure) {
    if (ended) {
      return;
    }
    if (failure == null) {
      failed = 0;
      if (++passed >= rules.rise()) {
        up();
      }
    } else {
      passed = 0;
      if (++failed >= rules.fall() || first) {
        down(failure);
      }
    }
    first = false;
  }

  private void down(String failure) {
    if (!down) {
      down = true;
      state.down(true);
      LOG.log(
          WARNING,
          "{0} of backend {1} fails its health check and gets no requests: {2}",
          endpoint.name(),
          backend,
          failure);
    }
  }

  private void up() {
    if (down) {
      down = false;
      state.down(false);
      LOG.log(
          INFO,
          "{0} of backend {1} passes its health check and gets requests",
          endpoint.name(),
          backend);
    }
  }

  /** Takes back what was said: the endpoint is not checked any more. */
  synchronized void end() {
    ended = true;
    if (down) {
      down = false;
      state.down(false);
    }
  }
}
