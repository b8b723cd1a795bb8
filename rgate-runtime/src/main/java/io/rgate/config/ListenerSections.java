package io.rgate.config;

import io.rgate.config.ServerConfig.Listener;
import io.rgate.spi.Settings;
import io.rgate.spi.Settings.Secret;
import io.rgate.transport.Front.Certificates;
import io.rgate.transport.FrontProvider.TlsSettings;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import io.rgate.transport.FrontProvider.TlsSettings.ClientAuth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The addresses of the section {@code server}, and their TLS. */
final class ListenerSections {
  private static final List<String> SHORT_FORM = List.of("host", "port", "tls");

  /** The section of the plug-in by which certificates come. */
  private static final String ACME = "acme";

  private ListenerSections() {}

  /** The section of the plug-in in {@code listener}, if it is there. */
  static Optional<Settings> certificates(Settings listener) {
    boolean has = listener.has("tls") && listener.section("tls").has(ACME);
    return has ? Optional.of(listener.section("tls").section(ACME)) : Optional.empty();
  }

  /** The addresses: the list, or the one that stands in the section itself. */
  static List<Listener> read(Settings server) {
    if (!server.has("listeners")) {
      return listener(server, ServerConfig.DEFAULT.port())
          .map(List::of)
          .orElse(ServerConfig.DEFAULT.listeners());
    }
    List<String> both = SHORT_FORM.stream().filter(server::has).toList();
    if (!both.isEmpty()) {
      server.attempt(() -> {
        throw server.error(
            "listeners",
            "must not stand beside server."
                + String.join(" and server.", both)
                + ", which is the short form for one address; put it into the list");
      });
    }
    List<Listener> all = new ArrayList<>();
    for (Settings each : server.sections("listeners")) {
      listener(listed(each), 0).ifPresent(all::add);
    }
    return all.isEmpty() && server.isList("listeners") && !server.sections("listeners").isEmpty()
        ? ServerConfig.DEFAULT.listeners() // their errors have been recorded
        : all;
  }

  private static Settings listed(Settings section) {
    Sections.only(section, "host", "port", "tls", "redirect_to_https");
    if (!section.has("port")) {
      section.attempt(() -> {
        throw section.error("port", "is missing; must be 0 to 65535");
      });
    }
    return section;
  }

  private static Optional<Listener> listener(Settings section, int defaultPort) {
    String host = section.string("host", ServerConfig.DEFAULT.host());
    int port = section.integer("port", defaultPort, 0, 65_535);
    int redirect = section.integer("redirect_to_https", 0, 1, 65_535);
    TlsSettings tls = section.has("tls") ? tls(section.section("tls")) : null;
    return section.attempt(() -> new Listener(host, port, tls, redirect));
  }

  /** Null if something is wrong, which has been recorded. */
  private static @Nullable TlsSettings tls(Settings section) {
    Sections.only(
        section, ACME, "certificates", "client_auth", "min_version", "strict_transport_security");
    List<CertificateFiles> certificates = new ArrayList<>();
    for (Settings each : section.sections("certificates")) {
      certificate(each).ifPresent(certificates::add);
    }
    if (certificates.isEmpty() && !section.sections("certificates").isEmpty()) {
      return null;
    }
    section.section(ACME); // so that something else than a section is told here
    boolean come = section.has(ACME) && certificates.isEmpty();
    return section
        .attempt(() -> come ? TlsSettings.of(Certificates.NONE) : TlsSettings.of(certificates))
        .map(made -> withPolicy(withVersion(withClients(made, section), section), section))
        .orElse(null);
  }

  /** A certificate with its key; empty if something is wrong, which has been recorded. */
  static Optional<CertificateFiles> certificate(Settings section) {
    Sections.only(section, "cert", "key", "keystore", "password");
    return section.attempt(() -> {
      Secret password = section.optionalSecret("password").orElse(null);
      if (!section.has("keystore")) {
        return new CertificateFiles(section.path("cert"), section.path("key"), password);
      }
      if (section.has("cert") || section.has("key")) {
        throw section.error(
            "keystore", "must not stand beside cert and key: it is a PKCS#12 file with both");
      }
      return new CertificateFiles(section.path("keystore"), null, password);
    });
  }

  private static TlsSettings withClients(TlsSettings made, Settings section) {
    if (!section.has("client_auth")) {
      return made;
    }
    Settings clients = Sections.only(section.section("client_auth"), "mode", "ca");
    ClientAuth mode = clients.choice("mode", ClientAuth.class, ClientAuth.NONE);
    if (mode == ClientAuth.NONE) {
      return made;
    }
    Optional<Path> ca = clients.attempt(() -> clients.path("ca"));
    return ca.map(file -> made.withClientAuth(mode, file)).orElse(made);
  }

  private static TlsSettings withVersion(TlsSettings made, Settings section) {
    return section
        .optionalString("min_version")
        .flatMap(version -> section.attempt(() -> made.withMinVersion(version)))
        .orElse(made);
  }

  private static TlsSettings withPolicy(TlsSettings made, Settings section) {
    return section
        .optionalString("strict_transport_security")
        .flatMap(policy -> section.attempt(() -> made.withStrictTransportSecurity(policy)))
        .orElse(made);
  }
}
