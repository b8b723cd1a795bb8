package io.rgate.http.client;

import io.rgate.api.Endpoint;
import io.rgate.http.loop.Loops;
import io.rgate.http.loop.SocketTransport;
import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.tls.ClientTls;
import io.rgate.http.tls.NotTlsException;
import io.rgate.http.tls.TlsTransport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes connections to one endpoint. For any number of threads. */
final class Connector {
  private final String host;
  private final int port;
  private final String authority;
  private final Loops loops;
  private final @Nullable ClientTls tls;
  private final List<String> protocols;
  private final Set<Transport> unfinished = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Without TLS. */
  Connector(Endpoint endpoint, Loops loops) {
    this(endpoint, loops, null, List.of());
  }

  /** With {@code tls}, if it is not null, where {@code protocols} are offered. */
  Connector(Endpoint endpoint, Loops loops, @Nullable ClientTls tls, List<String> protocols) {
    this.tls = tls;
    this.protocols = protocols;
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
    long begin = System.nanoTime();
    SocketTransport made = SocketTransport.unconnected(loops.next());
    unfinished.add(made);
    try {
      requireOpen();
      made.connect(target, nanos);
      return tls == null ? made : secured(made, tls, nanos - (System.nanoTime() - begin));
    } catch (IOException | RuntimeException e) {
      made.close();
      throw e;
    } finally {
      unfinished.remove(made);
    }
  }

  private Transport secured(SocketTransport made, ClientTls with, long nanos) throws IOException {
    TlsTransport secured = with.over(made, host, port, protocols);
    try {
      secured.secure(WaitLimit.until(nanos));
      return secured;
    } catch (NotTlsException e) {
      throw new ConnectException("the origin speaks no TLS, but plain HTTP");
    } catch (SSLException e) {
      ConnectException failed = new ConnectException("TLS handshake: " + e.getMessage());
      failed.initCause(e);
      throw failed;
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
