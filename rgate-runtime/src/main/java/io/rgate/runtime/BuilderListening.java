package io.rgate.runtime;

import static java.util.Objects.requireNonNull;

import io.rgate.api.Limits;
import io.rgate.config.ServerConfig;
import io.rgate.config.ServerConfig.Listener;
import io.rgate.transport.FrontProvider.TlsSettings;

/** The part of a gateway's builder that says where and how to listen. */
abstract sealed class BuilderListening extends BuilderPlugins permits Gateway.Builder {

  BuilderListening() {}

  /** Listens on that address; without it on all of them. Of several listeners for the first. */
  public Gateway.Builder host(String name) {
    draft.host = requireNonNull(name, "name");
    return builder();
  }

  /**
   * Listens on that port, 0 for any free one; without it on 8080. Of several listeners for the
   * first.
   */
  public Gateway.Builder port(int number) {
    // Checked as that of a file is.
    draft.port = new ServerConfig(ServerConfig.DEFAULT.host(), number).port();
    return builder();
  }

  /**
   * Has clients speak TLS on the first port. It needs the front {@code direct} of the module {@code
   * rgate-http}, or another one that has TLS.
   */
  public Gateway.Builder tls(TlsSettings settings) {
    draft.tls = requireNonNull(settings, "settings");
    return builder();
  }

  /** Listens on another address, too, beside the first one and those of the file. */
  public Gateway.Builder listener(Listener more) {
    draft.listeners.add(requireNonNull(more, "more"));
    return builder();
  }

  /**
   * Shares the port, and that of {@link Gateway.Builder#admin}, with other processes of the same
   * user that want this too ({@code SO_REUSEPORT}), so that a new process can listen before the old
   * one stops. Without it a second process on the port fails.
   */
  public Gateway.Builder reusePort(boolean on) {
    draft.reusePort = on;
    return builder();
  }

  /**
   * Lets a client have {@code streams} requests under way at a time on a connection of HTTP/2, 0 to
   * speak HTTP/1.1 only; without it 250. It concerns the front {@code direct} only.
   */
  public Gateway.Builder http2Streams(int streams) {
    // Checked as those of a file are.
    ServerConfig fallback = ServerConfig.DEFAULT;
    draft.http2Streams =
        new ServerConfig(
                fallback.listeners(), Limits.DEFAULT, ServerConfig.AUTO, false, streams, false)
            .http2Streams();
    return builder();
  }
}
