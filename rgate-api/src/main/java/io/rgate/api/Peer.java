package io.rgate.api;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The two addresses of a client's connection, and how it is secured.
 *
 * @param remote the client's address, or that of the last proxy before the gateway
 * @param local the address at which the gateway was reached
 * @param tls what was agreed in the TLS handshake, or null if the connection has no TLS
 */
public record Peer(InetSocketAddress remote, InetSocketAddress local, @Nullable Tls tls) {

  /** A connection without TLS. */
  public Peer(InetSocketAddress remote, InetSocketAddress local) {
    this(remote, local, null);
  }

  /**
   * What was agreed in a TLS handshake.
   *
   * @param version {@code TLSv1.2} or {@code TLSv1.3}
   * @param cipherSuite the name of the suite
   * @param serverName the name that the client asked for (SNI), or null if it sent none
   * @param certificates the client's certificate and the certificates that signed it, verified;
   *     empty if the client sent none
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
