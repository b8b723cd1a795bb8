package io.rgate.discovery.docker.engine;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** A connection to one engine. Every call has a time limit. For one thread. */
public interface Engine extends AutoCloseable {

  /**
   * Reports the events from now on, and their end, to {@code listener}, until the result is closed.
   */
  Subscription subscribe(Listener listener) throws IOException, InterruptedException;

  /** All containers in any state. */
  List<Container> list() throws IOException, InterruptedException;

  /** The existing ones of the containers {@code ids}. */
  List<Container> list(Collection<String> ids) throws IOException, InterruptedException;

  /** The number of the signal that stops the container {@code id}. */
  int stopSignal(String id) throws IOException, InterruptedException;

  /** Whether the containers' networks belong to the engine and not to its machine. */
  boolean isRootless();

  @Override
  void close();

  /** Receives events; safe for use by several threads. */
  interface Listener {
    /** Receives an event. */
    void onEvent(EngineEvent event);

    /** Receives the reason why no more events come. */
    void onEnd(IOException cause);
  }

  /** Opens a connection. */
  @FunctionalInterface
  interface Connector {
    /** Connects, and chooses a version of the API. */
    Engine connect() throws IOException, InterruptedException;
  }

  /** A stream of events. */
  @FunctionalInterface
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
