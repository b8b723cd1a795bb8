package io.rgate.discovery.docker.place;

import static java.lang.System.Logger.Level.WARNING;

import io.rgate.discovery.docker.engine.Container.Attachment;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What this process can reach, read again when an address seems out of it: a network may have come
 * since. Reading the interfaces of a host with thousands of containers takes a while, so it is done
 * once a round at most. For one thread.
 */
public final class ReachCache {
  private static final System.Logger LOG = System.getLogger(ReachCache.class.getName());

  private final Reader reader;
  private @Nullable Reach current;
  private boolean fresh;
  private boolean failed;

  /** Reads the reach by {@code reader}. */
  public ReachCache(Reader reader) {
    this.reader = reader;
  }

  /** Reads what this process can reach now. */
  @FunctionalInterface
  public interface Reader {
    /** Reads it now. */
    Reach read() throws IOException;
  }

  /** From here on, what was read before counts as old. */
  void nextRound() {
    fresh = false;
  }

  /** What was read before does not count at all. */
  void forget() {
    current = null;
    fresh = false;
  }

  boolean shares(String address) {
    Reach reach = current;
    if (reach != null && reach.shares(address)) {
      return true;
    }
    return !fresh && read().shares(address);
  }

  boolean isOn(Attachment network) {
    Reach reach = current;
    if (reach != null && reach.isOn(network)) {
      return true;
    }
    return !fresh && read().isOn(network);
  }

  boolean onHost() {
    Reach reach = current;
    if (reach != null && (fresh || reach.onHost())) {
      return reach.onHost();
    }
    // An engine's first bridge may have come since, as Podman's does with its first container.
    return read().onHost();
  }

  private Reach read() {
    fresh = true;
    try {
      Reach reach = reader.read();
      current = reach;
      failed = false;
      return reach;
    } catch (IOException e) {
      if (!failed) {
        LOG.log(
            WARNING,
            "cannot read this machine''s network interfaces, so that containers are reached at"
                + " published ports only: {0}",
            e.getMessage());
      }
      failed = true;
      return current == null ? Nowhere.INSTANCE : current;
    }
  }

  /** Nothing is known. */
  private enum Nowhere implements Reach {
    INSTANCE;

    @Override
    public boolean shares(String address) {
      return false;
    }

    @Override
    public boolean isOn(Attachment network) {
      return false;
    }

    @Override
    public boolean onHost() {
      return true;
    }
  }
}
