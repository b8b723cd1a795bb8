package io.rgate.discovery.docker.engine;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** A connection to one engine. Every call has a deadline of its own. For one thread. */
public interface Engine extends AutoCloseable {

  /** Tells {@code listener} the events from now on, and their end, until the result is closed. */
  Subscription subscribe(Listener listener) throws IOException, InterruptedException;

  /** All containers, whatever their state. */
  List<Container> list() throws IOException, InterruptedException;

  /** Those of the containers {@code ids} that exist. */
  List<Container> list(Collection<String> ids) throws IOException, InterruptedException;

  /** The number of the signal that stops the container {@code id}. */
  int stopSignal(String id) throws IOException, InterruptedException;

  /** Whether the containers' networks are the engine's own and not those of its machine. */
  boolean isRootless();

  @Override
  void close();

  /** Takes events; safe for use by several threads. */
  interface Listener {
    /** Takes an event. */
    void onEvent(EngineEvent event);

    /** Takes the reason why no more events come. */
    void onEnd(IOException cause);
  }

  /** Opens a connection. */
  @FunctionalInterface
  interface Connector {
    /** Connects, and settles on a version of the API. */
    Engine connect() throws IOException, InterruptedException;
  }

  /** A stream of events. */
  @FunctionalInterface
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
