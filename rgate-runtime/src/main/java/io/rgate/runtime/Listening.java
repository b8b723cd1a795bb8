package io.rgate.runtime;

import io.rgate.config.ConfigFile;
import io.rgate.config.ServerConfig;
import io.rgate.config.ServerConfig.Listener;
import java.util.ArrayList;
import java.util.List;

/** Where a draft's gateway listens: what was said one by one is for the first address. */
final class Listening {
  private Listening() {}

  /**
   * All addresses and limits.
   *
   * @throws io.rgate.api.InvalidConfigException if two are the same
   */
  static ServerConfig of(GatewayDraft draft) {
    ServerConfig base = base(draft);
    List<Listener> all = new ArrayList<>(base.listeners());
    Listener first =
        all.getFirst()
            .at(
                draft.host == null ? base.host() : draft.host,
                draft.port == null ? base.port() : draft.port);
    all.set(0, draft.tls == null ? first : first.withTls(draft.tls));
    all.addAll(draft.listeners);
    return GatewayDraft.said("server")
        .create(() ->
            new ServerConfig(
                all,
                draft.limits(),
                base.front(),
                draft.reusePort(),
                draft.http2Streams(),
                base.listed()));
  }

  private static ServerConfig base(GatewayDraft draft) {
    ConfigFile file = draft.file;
    return file == null ? ServerConfig.DEFAULT : file.server();
  }

  /** The section of the file in which the TLS of an address stands; empty if no file has it. */
  static String section(GatewayDraft draft, int index) {
    ServerConfig base = base(draft);
    boolean inFile =
        draft.file != null && index < base.listeners().size() && (draft.tls == null || index > 0);
    return inFile ? base.section(index) : "";
  }
}
