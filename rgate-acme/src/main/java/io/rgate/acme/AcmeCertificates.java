package io.rgate.acme;

import static java.lang.System.Logger.Level.INFO;

import io.rgate.transport.Front.Certificates;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of an ACME server, one for each host. They are kept in a folder, and renewed at two
 * thirds of their life. Several gateways may share the folder: one of them asks the server, all
 * answer its challenges, and all use the certificates. For any number of threads.
 *
 * <pre>{@code
 * AcmeCertificates certificates =
 *     AcmeCertificates.builder().domains("example.com").email("admin@example.com").build();
 * Gateway.builder().port(443).tls(TlsSettings.of(certificates)).listener(new Listener("0.0.0.0", 80))
 * }</pre>
 */
public final class AcmeCertificates implements Certificates {
  private static final System.Logger LOG = System.getLogger(AcmeCertificates.class.getName());

  private final Order order;
  private final Folder folder;
  private final Renewal renewal;

  private AcmeCertificates(Builder from) {
    this.order = from.order();
    Trust trust = Trust.read(order.ca());
    this.folder = Folder.open(order);
    this.renewal =
        new Renewal(
            order,
            folder,
            () -> new AcmeServer(order, folder, from.pace, trust.context()),
            from.pace,
            from.clock);
  }

  /** A builder with every default in force. */
  public static Builder builder() {
    return new Builder();
  }

  /** How the control of a host is shown to the server. */
  public enum Challenge {
    /** By {@link #TLS_ALPN_01}; if the server does not accept that, the next time by the other. */
    AUTO,
    /** By a text at port 80. */
    HTTP_01,
    /** By a handshake at port 443. */
    TLS_ALPN_01;

    String label() {
      return name().replace('_', '-');
    }
  }

  /** The kind of a certificate's key. */
  public enum KeyType {
    /** On the curve P-256. */
    P256("EC", 256),
    /** On the curve P-384. */
    P384("EC", 384),
    /** RSA with 2048 bits. */
    RSA2048("RSA", 2048),
    /** RSA with 4096 bits. */
    RSA4096("RSA", 4096);

    private final String algorithm;
    private final int bits;

    KeyType(String algorithm, int bits) {
      this.algorithm = algorithm;
      this.bits = bits;
    }

    KeyPair generate() throws GeneralSecurityException {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp" + bits + "r1"));
      } else {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    }
  }

  @Override
  public List<CertificateFiles> files() {
    return renewal.files();
  }

  @Override
  public void onChange(Runnable listener) {
    renewal.onChange(listener);
  }

  @Override
  public @Nullable CertificateFiles challenge(String host) {
    Path file = folder.tlsAlpn01(host.toLowerCase(Locale.ROOT));
    return file != null && Files.exists(file) ? CertificateFiles.pem(file, file) : null;
  }

  @Override
  public @Nullable String answer(String token) {
    Path file = folder.http01(token);
    try {
      return file != null && Files.exists(file) ? Files.readString(file) : null;
    } catch (IOException e) {
      return null; // the challenge has ended in this moment
    }
  }

  @Override
  public void start() {
    LOG.log(
        INFO,
        "certificates for {0} come from {1}, whose terms of service are agreed to; they are kept in"
            + " {2}",
        String.join(", ", order.domains()),
        order.directory(),
        order.folder().toAbsolutePath());
    renewal.start();
  }

  @Override
  public void close() {
    renewal.close();
  }

  /** Collects what is asked for. For one thread. */
  public static final class Builder {
    private final List<String> domains = new ArrayList<>();
    private URI directory = Order.LETS_ENCRYPT;
    private @Nullable String email;
    private Path folder = Path.of("acme");
    private Challenge challenge = Challenge.AUTO;
    private KeyType keyType = KeyType.P256;
    private @Nullable Path ca;
    private Order.@Nullable External external;
    private Pace pace = Pace.DEFAULT;
    private Clock clock = Clock.systemUTC();

    private Builder() {}

    /** Adds hosts, each of which gets a certificate. There must be at least one. */
    public Builder domains(String... hosts) {
      domains.addAll(List.of(hosts));
      return this;
    }

    /** Asks that ACME server; without it Let's Encrypt. */
    public Builder directory(URI url) {
      directory = Objects.requireNonNull(url, "url");
      return this;
    }

    /** Tells the server where to write to if something is wrong; without it nowhere. */
    public Builder email(String address) {
      email = Objects.requireNonNull(address, "address");
      return this;
    }

    /**
     * Keeps account and certificates there; without it in {@code acme} of the working directory. It
     * is made if it is not there, and its files can be read by their owner only.
     */
    public Builder folder(Path where) {
      folder = Objects.requireNonNull(where, "where");
      return this;
    }

    /** Shows the control of hosts in that way; without it by {@link Challenge#AUTO}. */
    public Builder challenge(Challenge how) {
      challenge = Objects.requireNonNull(how, "how");
      return this;
    }

    /** Makes keys of that kind; without it {@link KeyType#P256}. */
    public Builder keyType(KeyType type) {
      keyType = Objects.requireNonNull(type, "type");
      return this;
    }

    /** Checks the server's own certificate by that PEM file; without it by what the JDK trusts. */
    public Builder ca(Path file) {
      ca = Objects.requireNonNull(file, "file");
      return this;
    }

    /**
     * Binds the account to one that was made outside of ACME (RFC 8555, 7.3.4).
     *
     * @param keyId what the authority calls it
     * @param hmac its key, in base64url
     */
    public Builder externalAccount(String keyId, String hmac) {
      external = new Order.External(keyId, new io.rgate.spi.Settings.Secret(hmac));
      return this;
    }

    /** In another time; for tests. */
    Builder pace(Pace other, Clock by) {
      pace = other;
      clock = by;
      return this;
    }

    private Order order() {
      return new Order(directory, email, domains, folder, challenge, keyType, ca, external);
    }

    /**
     * Prepares the folder; the server is asked when the gateway has started.
     *
     * @throws io.rgate.api.InvalidConfigException if there is no host, one cannot get a certificate
     *     in this way, an address is wrong, or a file or the folder cannot be used
     */
    public AcmeCertificates build() {
      return new AcmeCertificates(this);
    }
  }
}
