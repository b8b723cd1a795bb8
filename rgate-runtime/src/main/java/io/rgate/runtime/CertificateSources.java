package io.rgate.runtime;

import io.rgate.config.ConfigFile;
import io.rgate.config.ServerConfig;
import io.rgate.config.ServerConfig.Listener;
import io.rgate.runtime.plugin.Plugins;
import io.rgate.spi.Settings;
import io.rgate.transport.Front.Certificates;
import io.rgate.transport.FrontProvider.TlsSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where certificates come from that are no files of the configuration: the objects that a builder
 * was given, and what providers make of the file's sections. For one thread.
 */
final class CertificateSources {
  private final Map<Integer, Certificates> made = new HashMap<>();
  private final List<Certificates> all = new ArrayList<>();

  private CertificateSources() {}

  /**
   * Those of all listeners of {@code server}, not started.
   *
   * @throws io.rgate.api.InvalidConfigException if a section cannot be used; nothing stays open
   *     then
   */
  static CertificateSources of(GatewayDraft draft, ServerConfig server) {
    CertificateSources sources = new CertificateSources();
    try {
      for (int i = 0; i < server.listeners().size(); i++) {
        sources.add(draft, server.listeners().get(i), i);
      }
      return sources;
    } catch (RuntimeException | Error e) {
      sources.close();
      throw e;
    }
  }

  private void add(GatewayDraft draft, Listener listener, int index) {
    TlsSettings tls = listener.tls();
    if (tls == null) {
      return;
    }
    if (!tls.source().equals(Certificates.NONE)) {
      if (!all.contains(tls.source())) {
        all.add(tls.source());
      }
      return;
    }
    section(draft, index)
        .map(Plugins::certificates)
        .ifPresent(source -> {
          made.put(index, source);
          all.add(source);
        });
  }

  private static Optional<Settings> section(GatewayDraft draft, int index) {
    ConfigFile file = draft.file;
    boolean inFile = file != null && !Listening.section(draft, index).isEmpty();
    return file != null && inFile ? file.certificates(index) : Optional.empty();
  }

  /** The TLS of {@code listener}, with the certificates that come. */
  @Nullable TlsSettings tls(Listener listener, int index) {
    TlsSettings tls = listener.tls();
    Certificates source = made.get(index);
    return tls == null || source == null ? tls : tls.withSource(source);
  }

  /** Each of them once. */
  List<Certificates> all() {
    return List.copyOf(all);
  }

  /** Has all begin. */
  void start() {
    all.forEach(Certificates::start);
  }

  /** Ends all, whatever another one throws. */
  void close() {
    all.forEach(Plugins::close);
  }
}
