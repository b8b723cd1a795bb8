package io.rgate.http.tls;

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
  private final List<Identity> all;

  IdentityChoice(List<Identity> all) {
    this.all = all;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    String asked = Agreement.serverName(engine.getHandshakeSession());
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
    List<String> first = all.getFirst().names();
    return like.isEmpty() ? all.stream().filter(each -> each.names().equals(first)).toList() : like;
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return all.get(Integer.parseInt(alias)).key();
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return all.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
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
