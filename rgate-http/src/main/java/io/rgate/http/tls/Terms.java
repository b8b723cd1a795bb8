package io.rgate.http.tls;

import io.rgate.api.InvalidConfigException;
import io.rgate.transport.FrontProvider.TlsSettings;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import io.rgate.transport.FrontProvider.TlsSettings.ClientAuth;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What is offered to clients, with certificates as they were read at one moment. Clients can resume
 * their sessions as long as these terms are in force. For any number of threads.
 */
final class Terms {
  private final SSLContext context;
  private final SSLParameters parameters;
  private final List<Identity> identities;

  private Terms(SSLContext context, SSLParameters parameters, List<Identity> identities) {
    this.context = context;
    this.parameters = parameters;
    this.identities = identities;
  }

  /**
   * Reads what {@code settings} name.
   *
   * @param protocols that are offered by ALPN, the best one first
   * @throws InvalidConfigException with all files that cannot be used
   */
  static Terms read(TlsSettings settings, List<String> protocols, Files files) {
    List<InvalidConfigException> problems = new ArrayList<>();
    List<Identity> identities = new ArrayList<>();
    List<CertificateFiles> all = new ArrayList<>(settings.certificates());
    all.addAll(settings.source().files());
    for (int i = 0; i < all.size(); i++) {
      try {
        identities.add(IdentityFiles.read(all.get(i), files, "tls.certificates[" + i + "]"));
      } catch (InvalidConfigException e) {
        problems.add(e);
      }
    }
    TrustManager @Nullable [] trusted = null;
    try {
      trusted = trusted(settings, files);
    } catch (InvalidConfigException e) {
      problems.add(e);
    }
    InvalidConfigException.throwIfAny(problems);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new IdentityChoice(identities, settings.source())}, trusted, null);
      return new Terms(context, parameters(context, settings, protocols), identities);
    } catch (GeneralSecurityException e) {
      throw new InvalidConfigException("tls", "cannot be used: " + e.getMessage());
    }
  }

  private static TrustManager @Nullable [] trusted(TlsSettings settings, Files files) {
    if (settings.clientAuth() == ClientAuth.NONE || settings.clientCa() == null) {
      return null;
    }
    return Trust.of(settings.clientCa(), files, "tls.client_auth.ca");
  }

  private static SSLParameters parameters(
      SSLContext context, TlsSettings settings, List<String> protocols) {
    SSLParameters all = context.getDefaultSSLParameters();
    boolean newest = settings.minVersion().equals("TLSv1.3");
    SSLParameters some =
        new SSLParameters(
            Suites.modern(all.getCipherSuites()),
            newest ? new String[] {"TLSv1.3"} : new String[] {"TLSv1.3", "TLSv1.2"});
    some.setUseCipherSuitesOrder(true);
    some.setApplicationProtocols(protocols.toArray(String[]::new));
    switch (settings.clientAuth()) {
      case REQUEST -> some.setWantClientAuth(true);
      case REQUIRE -> some.setNeedClientAuth(true);
      default -> some.setNeedClientAuth(false);
    }
    return some;
  }

  /** A side for one connection. */
  SSLEngine engine() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** The certificates that clients get. */
  List<Identity> identities() {
    return identities;
  }
}
