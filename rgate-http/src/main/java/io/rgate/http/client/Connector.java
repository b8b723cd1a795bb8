package io.rgate.http.client;

import io.rgate.api.Endpoint;
import io.rgate.http.loop.Loops;
import io.rgate.http.loop.SocketTransport;
import io.rgate.http.loop.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes connections to one endpoint. For any number of threads. */
final class Connector {
  private final String host;
  private final int port;
  private final String authority;
  private final Loops loops;
  private final Set<Transport> unfinished = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Connector(Endpoint endpoint, Loops loops) {
    String name = endpoint.host();
    this.host = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    this.port = endpoint.port();
    this.authority = endpoint.uri().getRawAuthority();
    this.loops = loops;
  }

  /** The host for a request that names no host. */
  String authority() {
    return authority;
  }

  /** Tries the host's addresses one after another, up to {@code deadline}. */
  Transport connect(long deadline) throws IOException {
    requireOpen();
    IOException failure = new ConnectException("no address of " + host);
    for (InetAddress address : Resolver.addresses(host, deadline - System.nanoTime())) {
      try {
        long left = Math.max(1, deadline - System.nanoTime());
        return connectTo(new InetSocketAddress(address, port), left);
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private Transport connectTo(InetSocketAddress target, long nanos) throws IOException {
    SocketTransport made = SocketTransport.unconnected(loops.next());
    unfinished.add(made);
    try {
      requireOpen();
      made.connect(target, nanos);
      return made;
    } catch (IOException | RuntimeException e) {
      made.close();
      throw e;
    } finally {
      unfinished.remove(made);
    }
  }

  private void requireOpen() throws ConnectException {
    if (closed) {
      throw new ConnectException("the upstream is closed");
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }

  /** Ends the connections that are being made, and makes no more. */
  void close() {
    closed = true;
    unfinished.forEach(Transport::close);
  }
}
