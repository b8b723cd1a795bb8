package io.rgate.http.tls;

import static java.lang.System.Logger.Level.DEBUG;

import io.rgate.api.InvalidConfigException;
import io.rgate.transport.Front.Certificates;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the certificate for the name that a client asks for: one for exactly this name, then one
 * with a wildcard, else the first. Of several for one name, with keys of several kinds, the client
 * gets one of a kind that it knows.
 */
final class IdentityChoice extends X509ExtendedKeyManager {
  private static final System.Logger LOG = System.getLogger(IdentityChoice.class.getName());
  private static final String CHALLENGE = "challenge ";

  private final List<Identity> all;
  private final Certificates source;

  /**
   * Chooses from {@code all}, of which there may be none.
   *
   * @param source has those for handshakes of an ACME server
   */
  IdentityChoice(List<Identity> all, Certificates source) {
    this.all = all;
    this.source = source;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    String asked = Agreement.serverName(engine.getHandshakeSession());
    if (ServerTls.CHALLENGE.equals(engine.getHandshakeApplicationProtocol())) {
      return asked != null && isOf(identity(CHALLENGE + asked), keyType) ? CHALLENGE + asked : null;
    }
    List<Identity> matching = forName(asked == null ? "" : asked.toLowerCase(Locale.ROOT));
    return matching.stream()
        .filter(each -> each.key().getAlgorithm().equals(keyType))
        .findFirst()
        .map(each -> Integer.toString(all.indexOf(each)))
        .orElse(null);
  }

  /** The certificates for {@code host}; those for the same names as the first one if none is. */
  List<Identity> forName(String host) {
    List<Identity> exact = all.stream().filter(each -> each.isFor(host)).toList();
    if (!exact.isEmpty()) {
      return exact;
    }
    List<Identity> like = all.stream().filter(each -> each.isForAllLike(host)).toList();
    if (!like.isEmpty() || all.isEmpty()) {
      return like;
    }
    List<String> first = all.getFirst().names();
    return all.stream().filter(each -> each.names().equals(first)).toList();
  }

  private static boolean isOf(@Nullable Identity identity, String keyType) {
    return identity != null && identity.key().getAlgorithm().equals(keyType);
  }

  private @Nullable Identity identity(String alias) {
    if (!alias.startsWith(CHALLENGE)) {
      return all.get(Integer.parseInt(alias));
    }
    CertificateFiles files = source.challenge(alias.substring(CHALLENGE.length()));
    try {
      return files == null ? null : IdentityFiles.read(files, new Files(), "tls.challenge");
    } catch (InvalidConfigException e) {
      LOG.log(DEBUG, "the certificate of a challenge is not used: {0}", e.getMessage());
      return null; // it was taken away in this moment
    }
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    Identity identity = identity(alias);
    return identity == null ? null : identity.key();
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    Identity identity = identity(alias);
    return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return IntStream.range(0, all.size())
        .filter(i -> all.get(i).key().getAlgorithm().equals(keyType))
        .mapToObj(Integer::toString)
        .toArray(String[]::new);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null; // only engines are used
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null; // for a server only
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null; // for a server only
  }
}
