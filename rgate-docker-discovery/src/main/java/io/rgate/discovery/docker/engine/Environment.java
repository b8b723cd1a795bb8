package io.rgate.discovery.docker.engine;

import io.rgate.api.InvalidConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the engine that Docker's command line would use: from its environment variables and its
 * contexts; if these name none, from the usual sockets.
 */
public final class Environment {
  private static final String DEFAULT_CONTEXT = "default";

  private final Map<String, String> variables;
  private final Path home;
  private final Path root;

  /** Looks for the sockets of the system below {@code root}. */
  public Environment(Map<String, String> variables, Path home, Path root) {
    this.variables = Map.copyOf(variables);
    this.home = home;
    this.root = root;
  }

  /** The environment of this process. */
  public static Environment own() {
    return new Environment(
        System.getenv(), Path.of(System.getProperty("user.home", "/")), Path.of("/"));
  }

  /**
   * Checks in the order of Docker's command line: DOCKER_HOST, DOCKER_CONTEXT, the current context.
   */
  public EngineSource engine(@Nullable Path certificates) {
    String host = variable("DOCKER_HOST");
    if (!host.isEmpty()) {
      Path folder = certificates == null ? certificatesOfEnvironment() : certificates;
      return EngineSource.fixed(EngineAddress.parse("DOCKER_HOST", host, folder));
    }
    DockerContexts contexts = contexts();
    String context = variable("DOCKER_CONTEXT");
    String name = context.isEmpty() ? contexts.current() : context;
    return name.isEmpty() || name.equals(DEFAULT_CONTEXT)
        ? EngineSource.firstOf(usualSockets())
        : EngineSource.fixed(contexts.find(name));
  }

  /**
   * The engine of the context {@code name}.
   *
   * @throws InvalidConfigException if the context does not exist or cannot be used
   */
  public EngineSource context(String name) {
    return name.equals(DEFAULT_CONTEXT)
        ? EngineSource.firstOf(usualSockets())
        : EngineSource.fixed(contexts().find(name));
  }

  private DockerContexts contexts() {
    return new DockerContexts(configuration());
  }

  private Path configuration() {
    String folder = variable("DOCKER_CONFIG");
    return folder.isEmpty() ? home.resolve(".docker") : Path.of(folder);
  }

  private @Nullable Path certificatesOfEnvironment() {
    if (variable("DOCKER_TLS_VERIFY").isEmpty()) {
      return null;
    }
    String folder = variable("DOCKER_CERT_PATH");
    return folder.isEmpty() ? configuration() : Path.of(folder);
  }

  /** The sockets of Docker, rootless Docker, Docker Desktop, Podman and rootless Podman. */
  private List<Path> usualSockets() {
    List<Path> sockets = new ArrayList<>();
    sockets.add(root.resolve("var/run/docker.sock"));
    String runtime = variable("XDG_RUNTIME_DIR");
    if (!runtime.isEmpty()) {
      sockets.add(Path.of(runtime, "docker.sock"));
    }
    sockets.add(home.resolve(".docker/run/docker.sock"));
    sockets.add(root.resolve("run/podman/podman.sock"));
    if (!runtime.isEmpty()) {
      sockets.add(Path.of(runtime, "podman/podman.sock"));
    }
    return sockets;
  }

  private String variable(String name) {
    return variables.getOrDefault(name, "");
  }
}
