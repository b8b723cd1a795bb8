package io.rgate.acme;

import io.rgate.acme.AcmeCertificates.Challenge;
import io.rgate.acme.AcmeCertificates.KeyType;
import io.rgate.api.InvalidConfigException;
import io.rgate.spi.Settings.Secret;
import java.net.IDN;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for, and of whom.
 *
 * @param directory of the ACME server
 * @param email where the server writes to; null for nowhere
 * @param domains one host or more, each of which gets a certificate
 * @param folder where account and certificates are kept
 * @param challenge how the control of hosts is shown
 * @param keyType of the certificates' keys
 * @param ca a PEM file with what the server's own certificate is checked by; null for what the JDK
 *     trusts
 * @param external the account at the authority that the new one belongs to; null for none
 */
record Order(
    URI directory,
    @Nullable String email,
    List<String> domains,
    Path folder,
    Challenge challenge,
    KeyType keyType,
    @Nullable Path ca,
    @Nullable External external) {
  /** The directory of Let's Encrypt. */
  static final URI LETS_ENCRYPT = URI.create("https://acme-v02.api.letsencrypt.org/directory");

  private static final Pattern ADDRESS = Pattern.compile("[\\d.]+|.*:.*:.*|\\[.*");
  private static final Pattern EMAIL = Pattern.compile("[^\\s@,:<>]+@[^\\s@,:<>]+");
  private static final int LONGEST = 253;

  /**
   * An account at an authority, made outside of ACME (RFC 8555, 7.3.4).
   *
   * @param keyId what the authority calls it
   * @param hmac its key, in base64url
   */
  record External(String keyId, Secret hmac) {}

  /**
   * Checks all.
   *
   * @throws InvalidConfigException with all that is wrong
   */
  Order {
    List<InvalidConfigException> problems = new ArrayList<>();
    List<String> hosts = hosts(domains, problems);
    if (!"https".equals(directory.getScheme()) || directory.getHost() == null) {
      problems.add(
          new InvalidConfigException(
              "directory",
              "must be the https URL of an ACME server's directory, such as "
                  + LETS_ENCRYPT
                  + ", was '"
                  + directory
                  + "'"));
    }
    if (email != null && !EMAIL.matcher(email).matches()) {
      problems.add(
          new InvalidConfigException(
              "email", "must be one address, such as admin@example.com, was '" + email + "'"));
    }
    InvalidConfigException.throwIfAny(problems);
    domains = List.copyOf(hosts);
  }

  private static List<String> hosts(List<String> texts, List<InvalidConfigException> problems) {
    List<String> hosts = new ArrayList<>();
    if (texts.isEmpty()) {
      problems.add(
          new InvalidConfigException(
              "domains", "must list at least one host, such as [example.com, www.example.com]"));
    }
    for (int i = 0; i < texts.size(); i++) {
      try {
        String host = host(texts.get(i));
        if (hosts.contains(host)) {
          throw new IllegalArgumentException("is in the list twice: '" + host + "'");
        }
        hosts.add(host);
      } catch (IllegalArgumentException e) {
        problems.add(
            new InvalidConfigException("domains[" + i + "]", String.valueOf(e.getMessage())));
      }
    }
    return hosts;
  }

  /** A host in small letters, and in ASCII. */
  private static String host(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    if (name.startsWith("*.")) {
      throw new IllegalArgumentException(
          "must not be a wildcard, because that needs the challenge DNS-01, which is not supported;"
              + " list each host, was '"
              + text
              + "'");
    }
    if (ADDRESS.matcher(name).matches() && !name.isEmpty()) {
      throw new IllegalArgumentException("must be a name, not an address, was '" + text + "'");
    }
    try {
      String ascii = IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES);
      if (!ascii.isEmpty() && ascii.length() <= LONGEST && !ascii.endsWith(".")) {
        return ascii;
      }
    } catch (IllegalArgumentException e) {
      // The message below says more.
    }
    throw new IllegalArgumentException(
        "must be the name of a host, such as www.example.com, without scheme, port and path, was '"
            + text
            + "'");
  }

  /** The name of the server with its port, as part of a file's name. */
  String serverName() {
    String rest = directory.toString().substring("https://".length());
    return rest.replaceAll("[^A-Za-z0-9.-]+", "_").replaceAll("_$", "");
  }
}
