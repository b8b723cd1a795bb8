package io.rgate.config;

import io.rgate.spi.Settings;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import io.rgate.transport.UpstreamProvider.OriginTls;
import io.rgate.transport.UpstreamProvider.UpstreamSettings;
import java.nio.file.Path;
import java.util.Optional;

/** The section {@code upstream}: what sends to endpoints, and how. */
final class UpstreamSection {
  private UpstreamSection() {}

  /** The name of the client. */
  static String client(Settings root) {
    return Sections.provider(
        Sections.only(root.section("upstream"), "client", "http2", "tls"),
        "client",
        "a client, such as http_client or direct");
  }

  /** How it speaks with origins. */
  static UpstreamSettings settings(Settings root) {
    Settings section = root.section("upstream");
    UpstreamSettings settings =
        UpstreamSettings.DEFAULT.withHttp2(section.bool("http2", UpstreamSettings.DEFAULT.http2()));
    return section.has("tls") ? settings.withTls(tls(section.section("tls"))) : settings;
  }

  private static OriginTls tls(Settings section) {
    Sections.only(section, "ca", "client_certificate", "server_name", "insecure_skip_verify");
    Path ca =
        section.attempt(() -> section.optionalPath("ca")).flatMap(given -> given).orElse(null);
    Optional<CertificateFiles> certificate =
        section.has("client_certificate")
            ? ListenerSections.certificate(section.section("client_certificate"))
            : Optional.empty();
    String serverName = section.optionalString("server_name").orElse(null);
    boolean insecure = section.bool("insecure_skip_verify", false);
    return section
        .attempt(() -> new OriginTls(ca, certificate.orElse(null), serverName, insecure))
        .orElse(OriginTls.DEFAULT);
  }
}
