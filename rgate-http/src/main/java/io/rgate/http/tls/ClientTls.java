package io.rgate.http.tls;

import static java.lang.System.Logger.Level.WARNING;

import io.rgate.api.InvalidConfigException;
import io.rgate.http.loop.SocketTransport;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import io.rgate.transport.UpstreamProvider.OriginTls;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of one upstream towards its origins. Sessions are resumed, for each host and port. For
 * any number of threads.
 */
public final class ClientTls {
  private static final System.Logger LOG = System.getLogger(ClientTls.class.getName());
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private final OriginTls settings;
  private final SSLContext context;
  private final String[] suites;
  private final Buffers buffers = new Buffers();

  private ClientTls(OriginTls settings, SSLContext context) {
    this.settings = settings;
    this.context = context;
    this.suites = Suites.modern(context.getDefaultSSLParameters().getCipherSuites());
  }

  /**
   * Reads the files of {@code settings}, and warns if no certificate is verified.
   *
   * @throws InvalidConfigException with a key from {@code tls} on, if one cannot be used
   */
  public static ClientTls open(OriginTls settings) {
    return open(settings, LOG);
  }

  /** The same with another log. */
  static ClientTls open(OriginTls settings, System.Logger log) {
    Files files = new Files();
    List<InvalidConfigException> problems = new ArrayList<>();
    KeyManager @Nullable [] shown = null;
    TrustManager @Nullable [] trusted = null;
    try {
      shown = shown(settings.certificate(), files);
    } catch (InvalidConfigException e) {
      problems.add(e);
    }
    try {
      trusted = trusted(settings, files);
    } catch (InvalidConfigException e) {
      problems.add(e);
    }
    InvalidConfigException.throwIfAny(problems);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(shown, trusted, null);
      if (settings.insecureSkipVerify()) {
        log.log(
            WARNING,
            "insecure_skip_verify is on: certificates of origins are not verified, so anybody on"
                + " the way can read and change requests and answers; give 'ca' instead");
      }
      return new ClientTls(settings, context);
    } catch (GeneralSecurityException e) {
      throw new InvalidConfigException("tls", "cannot be used: " + e.getMessage());
    }
  }

  private static KeyManager @Nullable [] shown(@Nullable CertificateFiles from, Files files) {
    return from == null
        ? null
        : new KeyManager[] {
          new ShownIdentity(IdentityFiles.read(from, files, "tls.client_certificate"))
        };
  }

  private static TrustManager @Nullable [] trusted(OriginTls settings, Files files) {
    if (settings.insecureSkipVerify()) {
      return Trust.anything();
    }
    return settings.ca() == null ? null : Trust.of(settings.ca(), files, "tls.ca");
  }

  /**
   * A connection to an origin, not secured yet.
   *
   * @param host the endpoint's name or address
   * @param protocols that are offered by ALPN, the best one first
   */
  public TlsTransport over(
      SocketTransport connected, String host, int port, List<String> protocols) {
    String name = settings.serverName() == null ? host : settings.serverName();
    SSLEngine engine = context.createSSLEngine(name, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = new SSLParameters(suites, VERSIONS);
    parameters.setApplicationProtocols(protocols.toArray(String[]::new));
    if (!settings.insecureSkipVerify()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    parameters.setServerNames(serverNames(name));
    engine.setSSLParameters(parameters);
    return new TlsTransport(connected, engine, buffers);
  }

  /** RFC 6066, 3: an address is no name, nor is what is no host's name. */
  private static List<javax.net.ssl.SNIServerName> serverNames(String host) {
    boolean address =
        host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    try {
      return address ? List.of() : List.of(new SNIHostName(host));
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }
}
