package io.rgate.http.tls;

import io.rgate.api.Peer;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Tells what was agreed in a handshake. */
final class Agreement {
  private Agreement() {}

  static Peer.Tls of(SSLEngine engine) {
    SSLSession session = engine.getSession();
    return new Peer.Tls(
        session.getProtocol(), session.getCipherSuite(), serverName(session), certificates(engine));
  }

  /** The name that the client has asked for, or null if it has asked for none. */
  static @Nullable String serverName(SSLSession session) {
    return session instanceof ExtendedSSLSession extended
        ? extended.getRequestedServerNames().stream()
            .filter(SNIHostName.class::isInstance)
            .map(name -> ((SNIHostName) name).getAsciiName())
            .findFirst()
            .orElse(null)
        : null;
  }

  private static List<X509Certificate> certificates(SSLEngine engine) {
    if (!engine.getNeedClientAuth() && !engine.getWantClientAuth()) {
      return List.of(); // asking would make an exception
    }
    try {
      Certificate[] chain = engine.getSession().getPeerCertificates();
      return Stream.of(chain).map(X509Certificate.class::cast).toList();
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }
}
