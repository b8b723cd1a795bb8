package io.rgate.discovery.docker.engine;

import io.rgate.api.InvalidConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The contexts of Docker's command line: files below {@code ~/.docker}, in folders whose name is
 * the SHA-256 of the context's name.
 */
final class DockerContexts {
  private final Path configuration;

  DockerContexts(Path configuration) {
    this.configuration = configuration;
  }

  /** The name of the current context, empty if there is none. */
  String current() {
    Path file = configuration.resolve("config.json");
    return Files.exists(file) ? read("context", file).text("currentContext") : "";
  }

  /**
   * The engine of that context.
   *
   * @throws InvalidConfigException if the context does not exist or cannot be used
   */
  EngineAddress find(String name) {
    String id = sha256(name);
    Path file = configuration.resolve("contexts/meta").resolve(id).resolve("meta.json");
    if (!Files.exists(file)) {
      throw new InvalidConfigException(
          "context", "Docker has no context '" + name + "': " + file + " does not exist");
    }
    Json docker = read("context", file).get("Endpoints").get("docker");
    if (docker.flag("SkipTLSVerify")) {
      throw new InvalidConfigException(
          "context",
          "'" + name + "' skips the verification of its engine's certificate; rgate does not");
    }
    Path certificates = configuration.resolve("contexts/tls").resolve(id).resolve("docker");
    return EngineAddress.parse(
        "context " + name,
        docker.text("Host"),
        Files.isDirectory(certificates) ? certificates : null);
  }

  private static Json read(String key, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Json.read(in);
    } catch (IOException e) {
      throw new InvalidConfigException(key, "cannot read " + file + ": " + e.getMessage());
    }
  }

  private static String sha256(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
