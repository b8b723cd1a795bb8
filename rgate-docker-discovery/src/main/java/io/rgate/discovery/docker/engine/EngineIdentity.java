package io.rgate.discovery.docker.engine;

import java.io.IOException;
import java.util.Locale;

/**
 * What an engine says of itself.
 *
 * @param version what to speak with it
 * @param podman whether it is Podman, whose lists leave out what Docker's have
 * @param rootless whether its networks are its own and not those of its machine
 */
record EngineIdentity(ApiVersion version, boolean podman, boolean rootless) {

  /** From the answer to {@code GET /version}; an address is a hint where the answer has none. */
  static EngineIdentity of(Json json, EngineAddress address) throws IOException {
    // Where rootless Podman, which does not say that it is, has its socket.
    boolean rootless = String.valueOf(address.uri().getPath()).startsWith("/run/user/");
    boolean podman = false;
    for (Json component : json.get("Components").items()) {
      String name = component.text("Name").toLowerCase(Locale.ROOT);
      podman |= name.contains("podman");
      rootless |= name.contains("rootlesskit");
    }
    return new EngineIdentity(
        ApiVersion.within(json.text("MinAPIVersion"), json.text("ApiVersion")), podman, rootless);
  }
}
