package io.rgate.discovery.docker.place;

import static java.lang.System.Logger.Level.WARNING;

import io.rgate.discovery.docker.engine.Container.Attachment;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Caches what this process can reach. It is read again when an address seems to be out of reach,
 * because a network may have been added. Reading the interfaces of a host with thousands of
 * containers takes long, so it is done at most once in each round. For one thread.
 */
public final class ReachCache {
  private static final System.Logger LOG = System.getLogger(ReachCache.class.getName());

  private final Reader reader;
  private @Nullable Reach current;
  private boolean fresh;
  private boolean failed;

  /** Reads with {@code reader}. */
  public ReachCache(Reader reader) {
    this.reader = reader;
  }

  /** Reads what this process can reach. */
  @FunctionalInterface
  public interface Reader {
    /** Reads it now. */
    Reach read() throws IOException;
  }

  /** Begins a round: the cached state may be read again. */
  void nextRound() {
    fresh = false;
  }

  /** Drops the cached state. */
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
    // An engine's first bridge may have been added since; Podman adds it with its first container.
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

  /** Nothing can be reached, because nothing has been read. */
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
