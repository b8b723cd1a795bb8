package io.rgate.transport;

import io.rgate.api.InvalidConfigException;
import io.rgate.api.Limits;
import io.rgate.spi.Settings.Secret;
import io.rgate.transport.Front.Certificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes fronts of one kind; {@link java.util.ServiceLoader} finds it. */
public interface FrontProvider {

  /** The name of this kind in {@code server.front}. */
  String name();

  /**
   * Makes a front that listens on its port and is not started.
   *
   * @throws IOException if the front cannot listen on the address; nothing stays open then
   * @throws InvalidConfigException with the key {@code server.reuse_port} if {@link
   *     FrontSettings#reusePort} is wanted and this kind of front, or the system, cannot do it;
   *     with {@code server.max_connections} or {@code server.max_connections_per_client} if the
   *     limits have one and this kind of front cannot count connections; with a key from {@code
   *     tls} on, such as {@code tls.certificates[0].key}, if this kind of front has no TLS or a
   *     file for it cannot be used
   */
  Front bind(FrontSettings settings) throws IOException;

  /**
   * Where a front listens and what it lets a client do; immutable.
   *
   * <p>Grows by further {@code with…} methods, so it is made by {@link #of}.
   */
  final class FrontSettings {
    /** How many streams a client may open at a time on a connection of HTTP/2, by default. */
    public static final int HTTP2_STREAMS = 250;

    private final InetSocketAddress address;
    private final Limits limits;
    private final boolean reusePort;
    private final int http2Streams;
    private final @Nullable TlsSettings tls;

    private FrontSettings(
        InetSocketAddress address,
        Limits limits,
        boolean reusePort,
        int http2Streams,
        @Nullable TlsSettings tls) {
      this.address = Objects.requireNonNull(address, "address");
      this.limits = Objects.requireNonNull(limits, "limits");
      this.reusePort = reusePort;
      this.http2Streams = http2Streams;
      this.tls = tls;
    }

    /** To listen on {@code address}, by default limits; port 0 takes any free one. */
    public static FrontSettings of(InetSocketAddress address) {
      return new FrontSettings(address, Limits.DEFAULT, false, HTTP2_STREAMS, null);
    }

    /** The same with other limits. */
    public FrontSettings withLimits(Limits other) {
      return new FrontSettings(address, other, reusePort, http2Streams, tls);
    }

    /** The same; {@code on} says whether other processes may listen on the same address. */
    public FrontSettings withReusePort(boolean on) {
      return new FrontSettings(address, limits, on, http2Streams, tls);
    }

    /**
     * The same; clients may speak HTTP/2 with {@code streams} requests at a time on a connection.
     *
     * @param streams 1 or more; 0 for a front that does not speak HTTP/2
     * @throws IllegalArgumentException if it is negative
     */
    public FrontSettings withHttp2Streams(int streams) {
      if (streams < 0) {
        throw new IllegalArgumentException("streams must be 0 or more, was " + streams);
      }
      return new FrontSettings(address, limits, reusePort, streams, tls);
    }

    /** The same with TLS, or without it if {@code other} is null. */
    public FrontSettings withTls(@Nullable TlsSettings other) {
      return new FrontSettings(address, limits, reusePort, http2Streams, other);
    }

    /** Where to listen. */
    public InetSocketAddress address() {
      return address;
    }

    /** What a client may ask. */
    public Limits limits() {
      return limits;
    }

    /**
     * How many requests a client may have under way at a time on a connection of HTTP/2; 0 if the
     * front is not to speak it. A front that cannot speak HTTP/2 takes no notice.
     */
    public int http2Streams() {
      return http2Streams;
    }

    /**
     * Whether other processes may listen on the same address at the same time, if they want this
     * too ({@code SO_REUSEPORT}); false by default.
     */
    public boolean reusePort() {
      return reusePort;
    }

    /** What TLS is offered to clients, or null if they speak without it; null by default. */
    public @Nullable TlsSettings tls() {
      return tls;
    }
  }

  /**
   * The TLS that a front offers; immutable. The front reads the files when it is made, and again
   * when they change; a changed file that cannot be used leaves the old one in force.
   */
  final class TlsSettings {
    private static final Pattern POLICY =
        Pattern.compile("max-age=\\d+(\\s*;\\s*[A-Za-z]+)*", Pattern.CASE_INSENSITIVE);

    private static final Clients NO_CLIENTS = new Clients(ClientAuth.NONE, null);

    private final List<CertificateFiles> certificates;
    private final Certificates source;
    private final Clients clients;
    private final String minVersion;
    private final @Nullable String transportPolicy;

    private record Clients(ClientAuth mode, @Nullable Path ca) {}

    private TlsSettings(
        List<CertificateFiles> certificates,
        Certificates source,
        Clients clients,
        String minVersion,
        @Nullable String transportPolicy) {
      this.certificates = certificates;
      this.source = source;
      this.clients = clients;
      this.minVersion = minVersion;
      this.transportPolicy = transportPolicy;
    }

    /**
     * TLS 1.2 and 1.3 with these certificates. A client gets the one for the name that it asks for
     * (SNI): by the exact name, then by a wildcard, else the first.
     *
     * @throws InvalidConfigException if there is no certificate
     */
    public static TlsSettings of(List<CertificateFiles> certificates) {
      if (certificates.isEmpty()) {
        throw new InvalidConfigException("certificates", "must have at least one certificate");
      }
      return new TlsSettings(
          List.copyOf(certificates), Certificates.NONE, NO_CLIENTS, "TLSv1.2", null);
    }

    /** TLS 1.2 and 1.3 with certificates that come while the front runs. */
    public static TlsSettings of(Certificates source) {
      return new TlsSettings(List.of(), source, NO_CLIENTS, "TLSv1.2", null);
    }

    /** The same with certificates that come while the front runs, behind those that are there. */
    public TlsSettings withSource(Certificates other) {
      return new TlsSettings(certificates, other, clients, minVersion, transportPolicy);
    }

    /** TLS 1.2 and 1.3 with one certificate for all names. */
    public static TlsSettings of(CertificateFiles certificate) {
      return of(List.of(certificate));
    }

    /**
     * The same with certificates of clients.
     *
     * @param ca a PEM file with the certificates that sign those of clients
     */
    public TlsSettings withClientAuth(ClientAuth mode, Path ca) {
      Objects.requireNonNull(mode, "mode");
      Objects.requireNonNull(ca, "ca");
      return new TlsSettings(
          certificates, source, new Clients(mode, ca), minVersion, transportPolicy);
    }

    /**
     * The same; older versions than {@code version} are refused.
     *
     * @throws InvalidConfigException if it is neither {@code TLSv1.2} nor {@code TLSv1.3}
     */
    public TlsSettings withMinVersion(String version) {
      if (!version.equals("TLSv1.2") && !version.equals("TLSv1.3")) {
        throw new InvalidConfigException(
            "min_version", "must be TLSv1.2 or TLSv1.3, was '" + version + "'");
      }
      return new TlsSettings(certificates, source, clients, version, transportPolicy);
    }

    /**
     * The same; the gateway puts {@code policy} as {@code Strict-Transport-Security} into each
     * response of this front, in place of an origin's. Fronts themselves do nothing with it.
     *
     * @throws InvalidConfigException if it does not begin with {@code max-age=SECONDS}
     */
    public TlsSettings withStrictTransportSecurity(String policy) {
      if (!POLICY.matcher(policy).matches()) {
        throw new InvalidConfigException(
            "strict_transport_security",
            "must be such as 'max-age=31536000' or 'max-age=31536000; includeSubDomains', was '"
                + policy
                + "'");
      }
      return new TlsSettings(certificates, source, clients, minVersion, policy);
    }

    /** The first is for clients that ask for no name that another one is for. */
    public List<CertificateFiles> certificates() {
      return certificates;
    }

    /** Those that come; {@link Certificates#NONE} by default. */
    public Certificates source() {
      return source;
    }

    /** Whether clients show a certificate; {@link ClientAuth#NONE} by default. */
    public ClientAuth clientAuth() {
      return clients.mode();
    }

    /** The file that certificates of clients are checked by; null if clients show none. */
    public @Nullable Path clientCa() {
      return clients.ca();
    }

    /** The oldest version: {@code TLSv1.2}, the default, or {@code TLSv1.3}. */
    public String minVersion() {
      return minVersion;
    }

    /** The value of {@code Strict-Transport-Security}; null, the default, for none. */
    public @Nullable String strictTransportSecurity() {
      return transportPolicy;
    }

    /** Whether clients show a certificate. */
    public enum ClientAuth {
      /** They are not asked. */
      NONE,
      /** They are asked; one that cannot be verified ends the handshake, none does not. */
      REQUEST,
      /** A client without a verified certificate gets no connection. */
      REQUIRE
    }

    /**
     * Where one certificate and its private key are.
     *
     * @param cert a PEM file with the certificate, followed by those that signed it; without a
     *     {@code key} a PKCS#12 file
     * @param key a PEM file with the private key, or null if {@code cert} is a PKCS#12 file
     * @param password of the encrypted key or of the PKCS#12 file, or null
     */
    public record CertificateFiles(Path cert, @Nullable Path key, @Nullable Secret password) {

      /** Checks that a file is given. */
      public CertificateFiles {
        Objects.requireNonNull(cert, "cert");
      }

      /** PEM files; the key is not encrypted. */
      public static CertificateFiles pem(Path cert, Path key) {
        return new CertificateFiles(cert, Objects.requireNonNull(key, "key"), null);
      }

      /** PEM files; the key is encrypted (PKCS#8). */
      public static CertificateFiles pem(Path cert, Path key, String password) {
        return new CertificateFiles(cert, Objects.requireNonNull(key, "key"), new Secret(password));
      }

      /** A PKCS#12 file with one private key and its certificates. */
      public static CertificateFiles keystore(Path keystore, String password) {
        return new CertificateFiles(keystore, null, new Secret(password));
      }
    }
  }
}
