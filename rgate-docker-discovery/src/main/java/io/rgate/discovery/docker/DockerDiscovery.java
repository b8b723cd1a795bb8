package io.rgate.discovery.docker;

import io.rgate.api.Endpoint;
import io.rgate.api.InvalidConfigException;
import io.rgate.spi.BackendDiscovery;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Reports the containers of a Docker Engine as endpoints.
 *
 * <p>{@link #start} and {@link #close} are for one thread; it reports from virtual threads of its
 * own.
 */
public final class DockerDiscovery implements BackendDiscovery {
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final EngineAddress address;
  private final Duration timeout;
  private final Timing timing;
  private volatile boolean closed;
  private @Nullable Thread thread;

  private DockerDiscovery(Builder builder) {
    this.address = builder.address();
    this.timeout = builder.timeout;
    this.timing = new Timing(Thread::sleep, RandomGenerator.getDefault(), builder.resync);
  }

  /** A builder with every default in force. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public void start(Listener listener) {
    Fleet fleet = new Fleet(new Placer(address.host())::place);
    EngineWatch watch =
        new EngineWatch(
            () -> DockerEngine.connect(address, timeout), fleet, new ToListener(listener), timing);
    thread = Thread.ofVirtual().name("rgate-docker " + address).start(watch);
  }

  private final class ToListener implements EngineWatch.Reports {
    private final Listener listener;

    ToListener(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void onPlacements(List<Placement> placements) {
      if (!closed) {
        List<Endpoint> endpoints =
            placements.stream().map(Placement::endpoint).filter(Objects::nonNull).toList();
        listener.onEndpoints(endpoints);
      }
    }

    @Override
    public void onFailure(Exception failure) {
      if (!closed) {
        listener.onFailure(failure);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      try {
        running.join(CLOSING);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Collects settings. For one thread. */
  public static final class Builder {
    private @Nullable String host;
    private Duration timeout = Duration.ofSeconds(10);
    private Duration resync = Duration.ofSeconds(30);

    private Builder() {}

    /**
     * Asks the engine at {@code unix:///path} or {@code tcp://host:port}; without it the one that
     * the environment's {@code DOCKER_HOST} names, else {@code unix:///var/run/docker.sock}.
     */
    public Builder host(String uri) {
      host = uri;
      return this;
    }

    /**
     * A discovery that is not started yet.
     *
     * @throws InvalidConfigException if a setting is wrong
     */
    public DockerDiscovery build() {
      return new DockerDiscovery(this);
    }

    private EngineAddress address() {
      if (host != null) {
        return EngineAddress.parse("host", host);
      }
      String environment = System.getenv("DOCKER_HOST");
      return environment == null || environment.isEmpty()
          ? EngineAddress.parse("host", "unix:///var/run/docker.sock")
          : EngineAddress.parse("DOCKER_HOST", environment);
    }
  }
}
