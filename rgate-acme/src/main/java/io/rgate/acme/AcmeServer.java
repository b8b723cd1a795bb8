package io.rgate.acme;

import io.rgate.acme.AcmeCertificates.Challenge;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.challenge.TokenChallenge;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** A conversation with the ACME server, by acme4j. For one thread. */
final class AcmeServer implements AutoCloseable {
  private static final Set<Status> ENDED = EnumSet.of(Status.VALID, Status.INVALID);
  private static final Set<Status> READY = EnumSet.of(Status.READY, Status.VALID, Status.INVALID);

  private static final Duration FIRST_POLL = Duration.ofMillis(200);
  private static final Duration LAST_POLL = Duration.ofSeconds(5);

  private static volatile @Nullable KeyPair challengeKeys;

  private final Order order;
  private final Folder folder;
  private final Pace pace;
  private final Session session;
  private @Nullable Login login;

  /** Prepares a conversation; nothing is sent yet. */
  AcmeServer(Order order, Folder folder, Pace pace, SSLContext trust) {
    this.order = order;
    this.folder = folder;
    this.pace = pace;
    this.session = new Session(order.directory(), new Provider(trust));
  }

  /** Trusts whom the order says, and leaves no thread behind. */
  private static final class Provider extends GenericAcmeProvider {
    private final SSLContext trust;

    Provider(SSLContext trust) {
      this.trust = trust;
    }

    @Override
    public HttpClient createHttpClient(NetworkSettings settings) {
      return HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(settings.getTimeout())
          .proxy(settings.getProxySelector())
          .executor(task -> Thread.ofVirtual().name("rgate-acme-client").start(task))
          .sslContext(trust)
          .build();
    }
  }

  /**
   * Has a certificate for {@code host} issued, and returns it, those that signed it, and its key,
   * in PEM.
   *
   * @param by how the control of the host is shown
   * @throws RefusedException if there is none
   * @throws IOException if something cannot be written to the folder
   */
  String issue(String host, Challenge by)
      throws RefusedException, IOException, InterruptedException {
    try {
      return issued(host, by);
    } catch (AcmeException | AcmeProtocolException e) {
      throw refused(e);
    } catch (AcmeLazyLoadingException e) {
      throw refused(e.getCause() == null ? e : e.getCause());
    } catch (GeneralSecurityException e) {
      throw new IOException("a key cannot be used: " + e.getMessage(), e);
    }
  }

  private String issued(String host, Challenge by)
      throws AcmeException,
          RefusedException,
          IOException,
          GeneralSecurityException,
          InterruptedException {
    var asked = login().newOrder().domain(host).create();
    for (Authorization each : asked.getAuthorizations()) {
      if (each.getStatus() != Status.VALID) {
        prove(each, host, by);
      }
    }
    await(asked, READY, "order");
    KeyPair keys = order.keyType().generate();
    if (asked.getStatus() == Status.READY) {
      asked.execute(keys);
      await(asked, ENDED, "certificate");
    }
    if (asked.getStatus() != Status.VALID) {
      throw refusal("the order", asked.getError());
    }
    StringBuilder pem = new StringBuilder();
    for (X509Certificate each : asked.getCertificate().getCertificateChain()) {
      pem.append(Pem.block(Pem.CERTIFICATE, encoded(each)));
    }
    return pem + Pem.block(Pem.PRIVATE_KEY, keys.getPrivate().getEncoded());
  }

  private static byte[] encoded(X509Certificate certificate) throws CertificateEncodingException {
    return certificate.getEncoded();
  }

  private static RefusedException refusal(String what, Optional<Problem> problem) {
    String why = problem.map(Problem::toString).orElse("it did not say why");
    return RefusedException.by("the ACME server has refused " + what + ": " + why, null);
  }

  private Login login() throws AcmeException, IOException, GeneralSecurityException {
    Login known = login;
    if (known != null) {
      return known;
    }
    AccountBuilder account = new AccountBuilder().useKeyPair(accountKeys()).agreeToTermsOfService();
    if (order.email() != null) {
      account.addEmail(order.email());
    }
    Order.External external = order.external();
    if (external != null) {
      account.withKeyIdentifier(external.keyId(), external.hmac().value());
    }
    Login made = account.createLogin(session);
    login = made;
    return made;
  }

  /**
   * The key says which account it is; the server makes one when it sees a key for the first time.
   */
  private KeyPair accountKeys() throws IOException, GeneralSecurityException {
    Path file = folder.account();
    if (!Files.exists(file)) {
      KeyPair keys = AcmeCertificates.KeyType.P256.generate();
      folder.write(
          file,
          Pem.block(Pem.PRIVATE_KEY, keys.getPrivate().getEncoded())
              + Pem.block(Pem.PUBLIC_KEY, keys.getPublic().getEncoded()));
    }
    String text = Files.readString(file);
    byte[] privateKey = Pem.first(text, Pem.PRIVATE_KEY);
    byte[] publicKey = Pem.first(text, Pem.PUBLIC_KEY);
    if (privateKey == null || publicKey == null) {
      throw new IOException(file + " is broken; delete it to have another account made");
    }
    KeyFactory factory = KeyFactory.getInstance("EC");
    return new KeyPair(
        factory.generatePublic(new X509EncodedKeySpec(publicKey)),
        factory.generatePrivate(new PKCS8EncodedKeySpec(privateKey)));
  }

  private void prove(Authorization authorization, String host, Challenge by)
      throws AcmeException,
          RefusedException,
          IOException,
          GeneralSecurityException,
          InterruptedException {
    TokenChallenge challenge =
        by == Challenge.HTTP_01
            ? authorization.findChallenge(Http01Challenge.class).orElse(null)
            : authorization.findChallenge(TlsAlpn01Challenge.class).orElse(null);
    if (challenge == null) {
      throw RefusedException.by("the ACME server does not offer " + by.label(), null);
    }
    Path answer = answer(challenge, host);
    try {
      challenge.trigger();
      await(authorization, ENDED, "check by " + by.label());
    } finally {
      Files.deleteIfExists(answer);
    }
    if (authorization.getStatus() != Status.VALID) {
      challenge.fetch();
      throw refusal("the answer to " + by.label(), challenge.getError());
    }
  }

  /** Writes the answer where all gateways that share the folder find it. */
  private Path answer(TokenChallenge challenge, String host)
      throws IOException, GeneralSecurityException {
    Path file;
    String text;
    if (challenge instanceof TlsAlpn01Challenge tls) {
      KeyPair keys = challengeKeys();
      X509Certificate shown = tls.createCertificate(keys, Identifier.dns(host));
      file = folder.tlsAlpn01(host);
      text =
          Pem.block(Pem.CERTIFICATE, encoded(shown))
              + Pem.block(Pem.PRIVATE_KEY, keys.getPrivate().getEncoded());
    } else {
      file = folder.http01(((Http01Challenge) challenge).getToken());
      text = challenge.getAuthorization();
    }
    if (file == null) {
      throw new IOException("the ACME server has sent a token that is none");
    }
    folder.write(file, text);
    return file;
  }

  /** Made once, because RSA is slow to make and a challenge is proved by its digest alone. */
  private static KeyPair challengeKeys() throws GeneralSecurityException {
    KeyPair made = challengeKeys;
    if (made == null) {
      made = AcmeCertificates.KeyType.RSA2048.generate(); // acme4j signs by RSA here
      challengeKeys = made;
    }
    return made;
  }

  /** Asks again and again, as often as the server wants. */
  private void await(PollableResource resource, Set<Status> ends, String what)
      throws AcmeException, RefusedException, InterruptedException {
    long begin = System.nanoTime();
    Duration wait = FIRST_POLL;
    while (!ends.contains(resource.getStatus())) {
      if (System.nanoTime() - begin > pace.order().toNanos()) {
        throw RefusedException.by(
            "the ACME server did not end the " + what + " in " + pace.order().toSeconds() + " s",
            null);
      }
      Thread.sleep(wait);
      Duration asked =
          resource.fetch().map(at -> Duration.between(Instant.now(), at)).orElse(Duration.ZERO);
      wait = longest(asked, shortest(wait.multipliedBy(2), LAST_POLL));
      wait = shortest(wait, pace.order());
    }
  }

  private static Duration longest(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shortest(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private RefusedException refused(Throwable e) {
    String server = order.directory().toString();
    return switch (e) {
      case AcmeNetworkException away -> RefusedException.away(server, away);
      case AcmeRateLimitedException limited ->
          RefusedException.until(
              "the ACME server has a limit: " + limited.getProblem(),
              limited,
              limited.getRetryAfter().orElse(null));
      case AcmeServerException answered ->
          RefusedException.by("the ACME server has refused: " + answered.getProblem(), answered);
      default ->
          RefusedException.by(
              server + " does not answer as an ACME server's directory does: " + e.getMessage(), e);
    };
  }

  @Override
  public void close() {
    session.getHttpClient().shutdownNow();
  }
}
