package io.rgate.runtime.plugin;

import static java.util.Objects.requireNonNull;

import io.rgate.api.InvalidConfigException;
import io.rgate.spi.BackendDiscovery;
import io.rgate.spi.Discovered;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Wraps a discovery that may hang, throw or report unusable endpoints: the log gets a line with its
 * name. Only an exception in {@code start} ends the gateway's start, because such a discovery will
 * never report.
 */
public final class GuardedDiscovery implements BackendDiscovery {
  private final BackendDiscovery plugin;
  private final Bounds bounds;
  private final String name;
  private volatile boolean closed;

  /** Calls {@code plugin} within {@code bounds}. */
  public GuardedDiscovery(BackendDiscovery plugin, Bounds bounds) {
    this.plugin = plugin;
    this.bounds = bounds;
    this.name = "discovery " + plugin.getClass().getName();
  }

  @Override
  public void start(Listener listener) {
    try {
      Bounded.call(name, bounds.start(), () -> started(new Guard(listener)), done -> {});
    } catch (TimeoutException e) {
      listener.onFailure(
          new TimeoutException(
              name
                  + " has not returned from start within "
                  + bounds.start().toMillis()
                  + " ms; what it reports later is taken"));
    } catch (InvalidConfigException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      InvalidConfigException failure =
          new InvalidConfigException("discovery", name + " failed to start: " + e);
      failure.addSuppressed(e);
      throw failure;
    }
  }

  private boolean started(Listener listener) {
    plugin.start(listener);
    return true;
  }

  @Override
  public void close() {
    closed = true;
    Bounded.close(name, plugin::close, this::closeWithin);
  }

  private Duration closeWithin() {
    return bounds.close();
  }

  /** Ignores reports after the end; an unusable report becomes a failure of the discovery. */
  private final class Guard implements Listener {
    private final Listener listener;

    Guard(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void report(Discovered discovered) {
      take(() -> listener.report(requireNonNull(discovered, "discovered")));
    }

    @Override
    public void onFailure(Exception failure) {
      take(() -> listener.onFailure(failure));
    }

    private void take(Runnable report) {
      if (closed) {
        return;
      }
      try {
        report.run();
      } catch (RuntimeException e) {
        listener.onFailure(
            new IllegalArgumentException(name + " has reported what cannot be used: " + e, e));
      }
    }
  }
}
