package io.rgate.api;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a client's connection.
 *
 * @param remote the client's address, or that of the last proxy before the gateway
 * @param local the address at which the gateway was reached
 * @param tls how the connection is secured, or null if it is not
 */
public record Peer(InetSocketAddress remote, InetSocketAddress local, @Nullable Tls tls) {

  /** A connection without TLS. */
  public Peer(InetSocketAddress remote, InetSocketAddress local) {
    this(remote, local, null);
  }

  /**
   * What was agreed in a TLS hand-shake.
   *
   * @param version {@code TLSv1.2} or {@code TLSv1.3}
   * @param cipherSuite the name of the suite
   * @param serverName the name that the client asked for (SNI), or null if it named none
   * @param certificates the client's certificate and what it was signed with, verified; empty if
   *     the client showed none
   */
  public record Tls(
      String version,
      String cipherSuite,
      @Nullable String serverName,
      List<X509Certificate> certificates) {

    /** Copies the certificates. */
    public Tls {
      certificates = List.copyOf(certificates);
    }
  }
}
