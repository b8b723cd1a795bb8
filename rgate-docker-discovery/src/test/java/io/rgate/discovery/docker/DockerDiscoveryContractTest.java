package io.rgate.discovery.docker;

import io.rgate.api.Endpoint;
import io.rgate.discovery.docker.place.Sites;
import io.rgate.spi.BackendDiscovery;
import io.rgate.testkit.BackendDiscoveryContract;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Keeps what every discovery promises. */
class DockerDiscoveryContractTest extends BackendDiscoveryContract {
  private static final Map<String, String> LABELS = Map.of("app_name", "payment");

  private StandInEngine engine;
  private Path socket;

  @BeforeEach
  void open(@TempDir Path directory) throws Exception {
    socket = directory.resolve("docker.sock");
    engine = StandInEngine.at(socket);
  }

  @AfterEach
  void close() throws Exception {
    engine.close();
  }

  @Override
  protected BackendDiscovery create() {
    return DockerDiscovery.builder()
        .host("unix://" + socket)
        .reach(() -> Sites.loopbackOnly().reach())
        .listens(endpoint -> true)
        .build();
  }

  @Override
  protected List<Endpoint> existing() {
    engine.put("aaa", 9001, LABELS, "healthy");
    return List.of(endpoint("aaa", 9001));
  }

  @Override
  protected List<Endpoint> change() {
    engine.put("bbb", 9002, LABELS, "healthy");
    engine.event("bbb", "start");
    return List.of(endpoint("aaa", 9001), endpoint("bbb", 9002));
  }

  @Override
  protected void breakDown() {
    engine.freeze(true);
  }

  private static Endpoint endpoint(String id, int port) {
    return new Endpoint(id, "name-of-" + id, URI.create("http://127.0.0.1:" + port), LABELS, 1);
  }
}
