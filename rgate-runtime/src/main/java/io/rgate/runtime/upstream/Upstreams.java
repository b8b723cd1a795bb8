package io.rgate.runtime.upstream;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import io.rgate.transport.Upstream;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import io.rgate.transport.UpstreamProvider;
import io.rgate.transport.UpstreamProvider.UpstreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Several upstreams in order: a request goes to the first one that supports its endpoint. The first
 * upstream is made at once, each other one when it is needed, so that an unused one changes
 * nothing.
 */
public final class Upstreams implements Upstream {
  private final List<Lazy> upstreams;

  /**
   * Makes an upstream with {@code first} and its settings; for endpoints that it does not support
   * there is one of {@code fallback}.
   *
   * @throws io.rgate.api.InvalidConfigException if a setting cannot be used
   */
  public Upstreams(UpstreamProvider first, UpstreamSettings settings, UpstreamProvider fallback) {
    Lazy chosen = new Lazy(first);
    chosen.made = first.create(settings);
    this.upstreams = List.of(chosen, new Lazy(fallback));
  }

  @Override
  public OriginAnswer send(Endpoint endpoint, Request originRequest, SendOptions options)
      throws UpstreamException {
    return supporting(endpoint).get().send(endpoint, originRequest, options);
  }

  @Override
  public boolean hasConnection(Endpoint endpoint) {
    for (Lazy upstream : upstreams) {
      if (upstream.provider.supports(endpoint)) {
        Upstream known = upstream.made;
        return known == null || known.hasConnection(endpoint);
      }
    }
    return true;
  }

  @Override
  public boolean offersTunnel(Endpoint endpoint) {
    try {
      return supporting(endpoint).get().offersTunnel(endpoint);
    } catch (UpstreamException e) {
      return false; // to send says why
    }
  }

  @Override
  public Connected connect(Endpoint endpoint, Duration atMost) throws UpstreamException {
    return supporting(endpoint).get().connect(endpoint, atMost);
  }

  @Override
  public boolean tellsInterim(Endpoint endpoint) {
    try {
      return supporting(endpoint).get().tellsInterim(endpoint);
    } catch (UpstreamException e) {
      return false; // the request will not get there
    }
  }

  private Lazy supporting(Endpoint endpoint) throws UpstreamException {
    for (Lazy upstream : upstreams) {
      if (upstream.provider.supports(endpoint)) {
        return upstream;
      }
    }
    throw new UpstreamException(
        Stage.CONNECT,
        Failure.UNREACHABLE,
        "no upstream on the path can send to " + endpoint.uri(),
        null);
  }

  @Override
  public void close() {
    upstreams.forEach(Lazy::close);
  }

  private static final class Lazy {
    private final UpstreamProvider provider;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Upstream made;
    private boolean closed;

    Lazy(UpstreamProvider provider) {
      this.provider = provider;
    }

    Upstream get() throws UpstreamException {
      Upstream known = made;
      return known == null ? make() : known;
    }

    private Upstream make() throws UpstreamException {
      lock.lock();
      try {
        if (closed) {
          throw new UpstreamException(
              Stage.CONNECT, Failure.UNREACHABLE, "the gateway is stopping", null);
        }
        Upstream known = made;
        if (known == null) {
          known = provider.create();
          made = known;
        }
        return known;
      } finally {
        lock.unlock();
      }
    }

    void close() {
      lock.lock();
      try {
        closed = true;
        if (made != null) {
          made.close();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
