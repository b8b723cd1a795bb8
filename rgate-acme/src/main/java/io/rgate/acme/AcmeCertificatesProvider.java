package io.rgate.acme;

import io.rgate.acme.AcmeCertificates.Challenge;
import io.rgate.acme.AcmeCertificates.KeyType;
import io.rgate.spi.Settings;
import io.rgate.transport.Front.Certificates;
import java.net.URI;

/**
 * Makes certificates of an ACME server, {@code tls: {acme: {domains: [example.com]}}}.
 *
 * <ul>
 *   <li>{@code domains}: the hosts, each of which gets a certificate; required
 *   <li>{@code email}: where the server writes to
 *   <li>{@code directory}: of the ACME server; by default that of Let's Encrypt
 *   <li>{@code folder}: where account and certificates are kept; by default {@code acme} beside the
 *       configuration
 *   <li>{@code challenge}: {@code auto}, the default, {@code http-01} or {@code tls-alpn-01}
 *   <li>{@code key_type}: {@code p256}, the default, {@code p384}, {@code rsa2048} or {@code
 *       rsa4096}
 *   <li>{@code ca}: a PEM file by which the server's own certificate is checked
 *   <li>{@code external_account.key_id} and {@code external_account.hmac}: the account at the
 *       authority
 * </ul>
 */
public final class AcmeCertificatesProvider implements Certificates.Provider {

  /** For {@link java.util.ServiceLoader}. */
  public AcmeCertificatesProvider() {}

  @Override
  public String name() {
    return "acme";
  }

  @Override
  public Certificates create(Settings settings) {
    AcmeCertificates.Builder builder =
        AcmeCertificates.builder()
            .domains(settings.strings("domains").toArray(String[]::new))
            .challenge(settings.choice("challenge", Challenge.class, Challenge.AUTO))
            .keyType(settings.choice("key_type", KeyType.class, KeyType.P256))
            .folder(settings.path("folder", "acme"));
    settings.optionalString("email").ifPresent(builder::email);
    settings
        .optionalString("directory")
        .ifPresent(text -> builder.directory(directory(settings, text)));
    settings.optionalPath("ca").ifPresent(builder::ca);
    if (settings.has("external_account")) {
      Settings external = settings.section("external_account");
      builder.externalAccount(external.string("key_id"), external.secret("hmac").value());
    }
    return settings.create(builder::build);
  }

  private static URI directory(Settings settings, String text) {
    try {
      return URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw settings.error("directory", "must be a URL, was '" + text + "'");
    }
  }
}
