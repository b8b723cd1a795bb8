package io.rgate.http.client;

import io.rgate.http.origin.StreamConnection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The connections of HTTP/2 to one endpoint. The one that was made first is used first, as long as
 * it has a place, so that those that are not needed become idle and end. For any number of threads;
 * takes no lock.
 */
final class StreamPool {
  private final List<StreamConnection> connections = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /** A connection on which a place was taken, or null if none has one. */
  @Nullable StreamConnection reserve() {
    for (StreamConnection connection : connections) {
      if (connection.reserve()) {
        return connection;
      }
    }
    return null;
  }

  /** Whether a connection has a place. */
  boolean hasPlace() {
    for (StreamConnection connection : connections) {
      if (connection.hasPlace()) {
        return true;
      }
    }
    return false;
  }

  /** Adds a connection that has begun. */
  void add(StreamConnection connection) {
    connections.add(connection);
    if (closed || connection.isClosed()) {
      connections.remove(connection);
      connection.close();
    }
  }

  /** Removes a connection that has ended. */
  void remove(StreamConnection connection) {
    connections.remove(connection);
  }

  int size() {
    return connections.size();
  }

  /** Closes all connections and those that are added later. */
  void close() {
    closed = true;
    connections.forEach(StreamConnection::close);
  }
}
