package io.rgate.transport;

import io.rgate.api.Endpoint;
import io.rgate.api.InvalidConfigException;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes upstreams of one kind; {@link java.util.ServiceLoader} finds it. */
public interface UpstreamProvider {

  /** The name of this kind in {@code upstream.client}. */
  String name();

  /** Whether it can send to endpoints that have the scheme of {@code endpoint}. */
  boolean supports(Endpoint endpoint);

  /** Makes an upstream without connections, with {@link UpstreamSettings#DEFAULT}. */
  Upstream create();

  /**
   * Makes an upstream without connections.
   *
   * <p>The default is for a kind that has no settings: it refuses those of TLS.
   *
   * @throws InvalidConfigException with a key from {@code tls} on, such as {@code tls.ca}, if this
   *     kind has no such setting or a file cannot be used
   */
  default Upstream create(UpstreamSettings settings) {
    if (!settings.tls().equals(OriginTls.DEFAULT)) {
      throw new InvalidConfigException(
          "tls", "must not be given with the client '" + name() + "', which has no such settings");
    }
    return create();
  }

  /**
   * How an upstream speaks with origins; immutable.
   *
   * <p>Grows by further {@code with…} methods, so it is made from {@link #DEFAULT}.
   */
  final class UpstreamSettings {
    /** HTTP/2 where the origin chooses it, and TLS as browsers verify it. */
    public static final UpstreamSettings DEFAULT = new UpstreamSettings(true, OriginTls.DEFAULT);

    private final boolean http2;
    private final OriginTls tls;

    private UpstreamSettings(boolean http2, OriginTls tls) {
      this.http2 = http2;
      this.tls = Objects.requireNonNull(tls, "tls");
    }

    /** The same; {@code on} says whether origins with TLS are offered HTTP/2 in the handshake. */
    public UpstreamSettings withHttp2(boolean on) {
      return new UpstreamSettings(on, tls);
    }

    /** The same with other settings of TLS. */
    public UpstreamSettings withTls(OriginTls other) {
      return new UpstreamSettings(http2, other);
    }

    /**
     * Whether origins with TLS are offered HTTP/2. Those of the scheme {@code h2c} speak it in any
     * case. A kind that cannot speak HTTP/2 takes no notice.
     */
    public boolean http2() {
      return http2;
    }

    /** How origins with TLS are verified, and what they are shown. */
    public OriginTls tls() {
      return tls;
    }
  }

  /**
   * How origins with TLS are verified, and what they are shown; immutable.
   *
   * @param ca a PEM file with the only authorities that are trusted; null: those of the JDK
   * @param certificate what an origin gets that asks for a certificate; null: nothing
   * @param serverName the name that origins are asked for (SNI) and that their certificates must be
   *     for; null: the host of the endpoint
   * @param insecureSkipVerify whether any certificate is taken, so that anybody on the way can read
   *     and change what is sent
   */
  record OriginTls(
      @Nullable Path ca,
      @Nullable CertificateFiles certificate,
      @Nullable String serverName,
      boolean insecureSkipVerify) {
    /** Verified by the JDK's authorities and the endpoint's host; nothing is shown. */
    public static final OriginTls DEFAULT = new OriginTls(null, null, null, false);

    /**
     * Checks the values.
     *
     * @throws InvalidConfigException if the name is no host's name, or authorities are given and no
     *     certificate is verified
     */
    public OriginTls {
      if (serverName != null && !serverName.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")) {
        throw new InvalidConfigException(
            "server_name", "must be the name of a host, was '" + serverName + "'");
      }
      if (ca != null && insecureSkipVerify) {
        throw new InvalidConfigException(
            "insecure_skip_verify", "must not be true beside 'ca', which would not be used");
      }
    }

    /** The same, which trusts the authorities in that PEM file alone. */
    public OriginTls withCa(Path file) {
      return new OriginTls(file, certificate, serverName, insecureSkipVerify);
    }

    /** The same, which shows a certificate. */
    public OriginTls withCertificate(CertificateFiles other) {
      return new OriginTls(ca, other, serverName, insecureSkipVerify);
    }

    /** The same, which asks for that name. */
    public OriginTls withServerName(String name) {
      return new OriginTls(ca, certificate, name, insecureSkipVerify);
    }

    /** The same, which takes any certificate. */
    public OriginTls withInsecureSkipVerify() {
      return new OriginTls(ca, certificate, serverName, true);
    }
  }
}
