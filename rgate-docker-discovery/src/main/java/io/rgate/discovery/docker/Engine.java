package io.rgate.discovery.docker;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** A connection to one engine. Every call has a deadline of its own. For one thread. */
interface Engine extends AutoCloseable {

  /**
   * Has the events from now on put into {@code inbox}, and their end, until the result is closed.
   */
  Subscription subscribe(Inbox inbox) throws IOException, InterruptedException;

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

  /** Opens a connection. */
  @FunctionalInterface
  interface Connector {
    Engine connect() throws IOException, InterruptedException;
  }

  /** A stream of events. */
  @FunctionalInterface
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
