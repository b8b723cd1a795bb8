package io.rgate.discovery.docker;

import static java.lang.System.Logger.Level.WARNING;

import io.rgate.api.Endpoint;
import io.rgate.api.InvalidConfigException;
import io.rgate.discovery.docker.engine.Certificates;
import io.rgate.discovery.docker.engine.DockerEngine;
import io.rgate.discovery.docker.engine.Engine;
import io.rgate.discovery.docker.engine.EngineAddress;
import io.rgate.discovery.docker.engine.EngineSource;
import io.rgate.discovery.docker.engine.Environment;
import io.rgate.discovery.docker.place.AddressKind;
import io.rgate.discovery.docker.place.Placer;
import io.rgate.discovery.docker.place.Reach;
import io.rgate.discovery.docker.place.ReachCache;
import io.rgate.discovery.docker.place.Site;
import io.rgate.discovery.docker.watch.EngineWatch;
import io.rgate.discovery.docker.watch.LateStart;
import io.rgate.discovery.docker.watch.Merge;
import io.rgate.discovery.docker.watch.OpenPort;
import io.rgate.discovery.docker.watch.Timing;
import io.rgate.spi.BackendDiscovery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reports the containers of one or more Docker Engines as endpoints.
 *
 * <p>{@link #start} and {@link #close} are called by one thread; reports come from virtual threads
 * of the discovery's own.
 */
public final class DockerDiscovery implements BackendDiscovery {
  private static final System.Logger LOG = System.getLogger(DockerDiscovery.class.getName());
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final Map<String, EngineSource> engines;
  private final Placer.Policy policy;
  private final Duration timeout;
  private final Duration resync;
  private final List<Thread> threads = new ArrayList<>();
  private final List<LateStart> lateStarts = new ArrayList<>();
  private final ReachCache.@Nullable Reader reach;
  private final Predicate<Endpoint> listens;
  private @Nullable Merge merge;

  private DockerDiscovery(Builder builder) {
    this.engines = builder.engines();
    this.policy =
        new Placer.Policy(
            AddressKind.valueOf(builder.address.name()), builder.network, builder.ignoreHealth);
    this.timeout = builder.timeout;
    this.resync = builder.resync;
    this.reach = builder.reach;
    this.listens = builder.listens;
  }

  /** A builder with the default settings. */
  public static Builder builder() {
    return new Builder();
  }

  /** The kind of a container's address to which requests go. */
  public enum Address {
    /**
     * The container's own address if this process is on its network; otherwise the published port
     * if this process can reach it.
     */
    AUTO,
    /** The published port, even if it seems to be out of reach. */
    PUBLISHED,
    /** The container's own address, even if it seems to be out of reach. */
    CONTAINER
  }

  @Override
  public void start(Listener listener) {
    Merge reports = new Merge(listener);
    merge = reports;
    engines.forEach((name, source) ->
        threads.add(
            Thread.ofVirtual()
                .name("rgate-docker " + name)
                .start(watch(source, reports.engine(name, () -> shown(name, source))))));
  }

  /** The name of an engine, with its address unless the name contains it. */
  private static String shown(String name, EngineSource source) {
    String address = source.address().toString();
    return name.equals(address) ? name : name + " at " + address;
  }

  private EngineWatch watch(EngineSource source, EngineWatch.Reports reports) {
    Function<Engine, Placer> placers =
        engine -> {
          EngineAddress address = source.address();
          ReachCache.Reader reader = reach == null ? () -> Reach.now(address) : reach;
          return new Placer(new Site(address, engine.isRootless(), new ReachCache(reader)), policy);
        };
    LateStart lateStart = new LateStart(reports, listens, Thread::sleep);
    lateStarts.add(lateStart);
    return new EngineWatch(
        () -> DockerEngine.connect(source.address(), timeout),
        placers,
        lateStart,
        Timing.real(resync));
  }

  @Override
  public void close() {
    if (merge != null) {
      merge.close();
    }
    threads.forEach(Thread::interrupt);
    lateStarts.forEach(LateStart::close);
    try {
      for (Thread thread : threads) {
        if (!thread.join(CLOSING)) {
          LOG.log(WARNING, "{0} does not end", thread.getName());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Collects settings. For one thread. */
  public static final class Builder {
    private final Map<String, String> hosts = new LinkedHashMap<>();
    private Environment environment = Environment.own();
    private @Nullable Path tlsCertificates;
    private Address address = Address.AUTO;
    private String network = "";
    private boolean ignoreHealth;
    private Duration resync = Duration.ofSeconds(30);
    private Duration timeout = Duration.ofSeconds(10);

    private ReachCache.@Nullable Reader reach;
    private Predicate<Endpoint> listens = OpenPort::keeps;

    private Builder() {}

    /**
     * Adds the engine at {@code unix:///path}, {@code tcp://host:port}, or that of a context of
     * Docker's command line, {@code context:NAME}. The default is the engine that this command line
     * would use: by {@code DOCKER_HOST}, {@code DOCKER_CONTEXT}, the current context, otherwise the
     * first existing one of the usual sockets of Docker and Podman.
     *
     * @throws InvalidConfigException if it was added before
     */
    public Builder host(String uri) {
      return host("hosts[" + hosts.size() + "]", uri);
    }

    Builder host(String key, String uri) {
      if (hosts.containsValue(uri)) {
        throw new InvalidConfigException(key, "'" + uri + "' is there already");
      }
      hosts.put(key, uri);
      return this;
    }

    /**
     * Uses TLS to engines at {@code tcp://}, with {@code ca.pem}, {@code cert.pem} and {@code
     * key.pem} of that folder. The default is the folder {@code DOCKER_CERT_PATH}, for the engine
     * of {@code DOCKER_HOST}, if {@code DOCKER_TLS_VERIFY} is set.
     */
    public Builder tlsCertificates(Path folder) {
      tlsCertificates = folder;
      return this;
    }

    /** Sends requests to that kind of address; the default is {@link Address#AUTO}. */
    public Builder address(Address kind) {
      address = kind;
      return this;
    }

    /**
     * Prefers that network for a container's own address; the default is the first network that
     * this process is on, too.
     */
    public Builder network(String name) {
      network = name;
      return this;
    }

    /** Uses containers that are not healthy, too; the default is only healthy ones. */
    public Builder ignoreHealth(boolean ignore) {
      ignoreHealth = ignore;
      return this;
    }

    /**
     * Sets after which time everything is listed again, in case an event was missed; default 30 s.
     *
     * @throws InvalidConfigException if it is not longer than 0
     */
    public Builder resync(Duration interval) {
      resync = positive("resync", interval);
      return this;
    }

    /**
     * Sets how long to wait for each answer of an engine; default 10 s.
     *
     * @throws InvalidConfigException if it is not longer than 0
     */
    public Builder timeout(Duration limit) {
      timeout = positive("timeout", limit);
      return this;
    }

    /** Sets what this process can reach; the default is to read its network interfaces. */
    Builder reach(ReachCache.Reader reader) {
      reach = reader;
      return this;
    }

    /**
     * Sets what tells whether something listens behind a published port; by default a connection.
     */
    Builder listens(Predicate<Endpoint> test) {
      listens = test;
      return this;
    }

    Builder environment(Environment given) {
      environment = given;
      return this;
    }

    /**
     * Makes a discovery that is not started yet.
     *
     * @throws InvalidConfigException if a setting is wrong
     */
    public DockerDiscovery build() {
      return new DockerDiscovery(this);
    }

    private static Duration positive(String key, Duration duration) {
      if (!duration.isPositive()) {
        throw new InvalidConfigException(key, "must be longer than 0");
      }
      return duration;
    }

    private Map<String, EngineSource> engines() {
      Map<String, EngineSource> engines = new LinkedHashMap<>();
      if (hosts.isEmpty()) {
        engines.put("Docker Engine", checked(environment.engine(tlsCertificates)));
      }
      hosts.forEach((key, text) -> engines.put(text, checked(engine(key, text))));
      return engines;
    }

    private EngineSource engine(String key, String text) {
      String context = "context:";
      return text.startsWith(context)
          ? environment.context(text.substring(context.length()))
          : EngineSource.fixed(EngineAddress.parse(key, text, tlsCertificates));
    }

    private static EngineSource checked(EngineSource source) {
      EngineAddress engine = source.address();
      if (engine.certificates() != null) {
        new Certificates(engine.certificates()).check("tls_certs");
      } else if (!engine.isLocal()) {
        LOG.log(WARNING, "{0}: without TLS, everybody on the way can be root there", engine);
      }
      return source;
    }
  }
}
