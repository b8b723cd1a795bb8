package io.rgate.discovery.docker.engine;

import java.io.IOException;
import java.util.Locale;

/**
 * What an engine reports about itself.
 *
 * @param version the API version to use with it
 * @param podman whether it is Podman, whose lists omit data that Docker's have
 * @param rootless whether its networks belong to it and not to its machine
 */
record EngineIdentity(ApiVersion version, boolean podman, boolean rootless) {

  /**
   * Reads the answer to {@code GET /version}; the address is used as a hint if the answer has no
   * field.
   */
  static EngineIdentity of(Json json, EngineAddress address) throws IOException {
    // The path of rootless Podman's socket; its answer does not report that it is rootless.
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
