package io.rgate.discovery.docker.engine;

import io.rgate.discovery.docker.engine.EngineHttp.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The Engine API over HTTP: the few calls that discovery needs; all of them are GET. */
public final class DockerEngine implements Engine {
  private final EngineHttp http;
  private final Duration timeout;
  private final EngineIdentity identity;
  private final ExposedPorts exposed = new ExposedPorts(this::inspected);

  private DockerEngine(EngineHttp http, Duration timeout, EngineIdentity identity) {
    this.http = http;
    this.timeout = timeout;
    this.identity = identity;
  }

  /** Connects, and chooses a version of the API that the engine supports. */
  public static DockerEngine connect(EngineAddress address, Duration timeout)
      throws IOException, InterruptedException {
    EngineHttp http = EngineHttp.to(address, timeout);
    try {
      // Every engine answers a path without a version.
      Json json = Deadline.call(timeout, "GET /version", () -> version(address, http));
      return new DockerEngine(http, timeout, EngineIdentity.of(json, address));
    } catch (IOException | InterruptedException | RuntimeException e) {
      http.close();
      throw e;
    }
  }

  private static Json version(EngineAddress address, EngineHttp http) throws IOException {
    address.probe();
    return read(http, "/version", Json::read);
  }

  @Override
  public Subscription subscribe(Listener listener) throws IOException, InterruptedException {
    // No filter by event, because Podman writes "died" where Docker writes "die".
    String path = "/events?filters=" + encoded("{\"type\":[\"container\",\"network\"]}");
    Answer answer = call(path, () -> opened(http, path(path)));
    Thread reader =
        Thread.ofVirtual().name("rgate-docker-events").start(() -> read(answer, listener));
    return () -> {
      reader.interrupt();
      answer.close();
    };
  }

  /** Reads until a failure or the end, and always reports it to the listener. */
  private static void read(Answer answer, Listener listener) {
    try (answer) {
      Json.readStream(answer.body(), json -> listener.onEvent(EngineEvent.of(json)));
      listener.onEnd(new IOException("GET /events: the engine ended the stream"));
    } catch (IOException | RuntimeException e) {
      listener.onEnd(new IOException("GET /events: " + e.getMessage(), e));
    }
  }

  @Override
  public List<Container> list() throws IOException, InterruptedException {
    List<Container> listed = listed("/containers/json?all=true");
    exposed.beginAll(ids(listed));
    return completed(listed);
  }

  @Override
  public List<Container> list(Collection<String> ids) throws IOException, InterruptedException {
    String quoted = ids.stream().map(id -> '"' + id + '"').collect(Collectors.joining(","));
    String filters = encoded("{\"id\":[" + quoted + "]}");
    List<Container> listed = listed("/containers/json?all=true&filters=" + filters);
    exposed.beginSome(ids(listed));
    return completed(listed);
  }

  private static Set<String> ids(List<Container> containers) {
    return containers.stream().map(Container::id).collect(Collectors.toSet());
  }

  private List<Container> listed(String path) throws IOException, InterruptedException {
    return call(path, () -> read(http, path(path), DockerEngine::containers));
  }

  private List<Container> completed(List<Container> listed)
      throws IOException, InterruptedException {
    List<Container> completed = new ArrayList<>();
    for (Container container : listed) {
      completed(container).ifPresent(completed::add);
    }
    return completed;
  }

  /** Adds data that lists omit; empty if the container no longer exists. */
  private Optional<Container> completed(Container container)
      throws IOException, InterruptedException {
    if (!container.state().equals("running")) {
      return Optional.of(container);
    }
    if (identity.podman()) {
      // Podman's lists contain neither health nor ports that are only exposed.
      return inspected(container.id());
    }
    return container.ports().isEmpty() ? exposed.complete(container) : Optional.of(container);
  }

  private Optional<Container> inspected(String id) throws IOException, InterruptedException {
    return inspect(id).map(ContainerReader::inspected);
  }

  /** Empty if the container no longer exists. */
  private Optional<Json> inspect(String id) throws IOException, InterruptedException {
    String path = "/containers/" + id + "/json";
    try {
      return Optional.of(
          Deadline.call(
              timeout,
              "GET /containers/" + Container.shortId(id) + "/json",
              () -> read(http, path(path), Json::read)));
    } catch (IOException e) {
      if (EngineException.isStatus(e, 404)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public int stopSignal(String id) throws IOException, InterruptedException {
    String signal = inspect(id).map(json -> json.get("Config").text("StopSignal")).orElse("");
    return signal.isEmpty() ? Signals.TERM : Signals.number(signal);
  }

  @Override
  public boolean isRootless() {
    return identity.rootless();
  }

  private static List<Container> containers(InputStream body) throws IOException {
    List<Container> containers = new ArrayList<>();
    Json.readItems(body, item -> containers.add(ContainerReader.listed(item)));
    return containers;
  }

  private String path(String path) {
    return identity.version().path(path);
  }

  private <T> T call(String path, Deadline.Call<T> call) throws IOException, InterruptedException {
    return Deadline.call(timeout, "GET " + path.replaceAll("\\?.*", ""), call);
  }

  private static <T> T read(EngineHttp http, String path, Reader<T> reader) throws IOException {
    try (Answer answer = opened(http, path)) {
      return reader.read(answer.body());
    }
  }

  /** Reads a body. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(InputStream body) throws IOException;
  }

  /** An answer with status 200. */
  private static Answer opened(EngineHttp http, String path) throws IOException {
    Answer answer = http.get(path);
    if (answer.status() == 200) {
      return answer;
    }
    try (answer) {
      throw new EngineException(answer.status(), message(answer.body()));
    }
  }

  /** The engine's own message, usually in JSON; a proxy in between may send any text. */
  private static String message(InputStream body) throws IOException {
    return new String(body.readNBytes(500), StandardCharsets.UTF_8).strip();
  }

  private static String encoded(String filters) {
    return URLEncoder.encode(filters, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
