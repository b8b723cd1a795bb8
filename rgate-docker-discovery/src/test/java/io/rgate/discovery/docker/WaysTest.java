package io.rgate.discovery.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.rgate.api.InvalidConfigException;
import io.rgate.discovery.docker.engine.EngineSource;
import io.rgate.discovery.docker.engine.Environment;
import io.rgate.discovery.docker.place.Sites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each supported way to reach an engine works with the dependencies that are left. */
class WaysTest {
  private static final Map<String, String> LABELS = Map.of("app_name", "payment");

  private final Heard heard = new Heard();
  @TempDir Path directory;

  @Test
  void unixSocket() throws Exception {
    Path socket = directory.resolve("docker.sock");
    try (StandInEngine engine = StandInEngine.at(socket)) {
      follows(engine, DockerDiscovery.builder().host("unix://" + socket));
    }
  }

  @Test
  void tcp() throws Exception {
    try (StandInEngine engine = StandInEngine.on(ServerSocketFactory.getDefault())) {
      follows(engine, DockerDiscovery.builder().host("tcp://127.0.0.1:" + engine.port()));
    }
  }

  @ParameterizedTest
  @EnumSource(TestCertificates.KeyForm.class)
  void tcpWithTlsAndClientCertificate(TestCertificates.KeyForm form) throws Exception {
    TestCertificates certificates = TestCertificates.in(directory, form);
    try (StandInEngine engine = StandInEngine.on(certificates.server())) {
      follows(
          engine,
          DockerDiscovery.builder()
              .host("tcp://127.0.0.1:" + engine.port())
              .tlsCertificates(certificates.client()));
    }
  }

  @Test
  void engineWithAnotherAuthoritysCertificateIsRefused() throws Exception {
    TestCertificates ours = TestCertificates.in(directory, TestCertificates.KeyForm.EC);
    TestCertificates others =
        TestCertificates.in(
            Files.createDirectory(directory.resolve("others")),
            TestCertificates.KeyForm.EC,
            "another");
    try (StandInEngine engine = StandInEngine.on(others.server());
        DockerDiscovery discovery =
            DockerDiscovery.builder()
                .host("tcp://127.0.0.1:" + engine.port())
                .tlsCertificates(ours.client())
                .build()) {
      discovery.start(heard);
      heard.await(Duration.ofSeconds(10), "a failure is reported", h -> !h.failures().isEmpty());
      assertThat(heard.failures().getFirst()).hasMessageContaining("unable to find valid");
    }
  }

  @Test
  void dockerHostOfTheEnvironment() throws Exception {
    Path socket = directory.resolve("docker.sock");
    try (StandInEngine engine = StandInEngine.at(socket)) {
      follows(engine, environment(Map.of("DOCKER_HOST", "unix://" + socket)));
    }
  }

  @Test
  void dockerHostWithTlsOfTheEnvironment() throws Exception {
    TestCertificates certificates = TestCertificates.in(directory, TestCertificates.KeyForm.EC);
    try (StandInEngine engine = StandInEngine.on(certificates.server())) {
      follows(
          engine,
          environment(
              Map.of(
                  "DOCKER_HOST",
                  "tcp://127.0.0.1:" + engine.port(),
                  "DOCKER_TLS_VERIFY",
                  "1",
                  "DOCKER_CERT_PATH",
                  certificates.client().toString())));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"by name", "DOCKER_CONTEXT", "current"})
  void contextOfTheCommandLine(String chosen) throws Exception {
    Path socket = directory.resolve("docker.sock");
    context("build", "unix://" + socket);
    Map<String, String> variables =
        chosen.equals("DOCKER_CONTEXT") ? Map.of("DOCKER_CONTEXT", "build") : Map.of();
    if (chosen.equals("current")) {
      Files.writeString(directory.resolve(".docker/config.json"), "{\"currentContext\":\"build\"}");
    }
    DockerDiscovery.Builder builder = environment(variables);
    if (chosen.equals("by name")) {
      builder.host("context:build");
    }
    try (StandInEngine engine = StandInEngine.at(socket)) {
      follows(engine, builder);
    }
  }

  @Test
  void contextWithTls() throws Exception {
    TestCertificates certificates = TestCertificates.in(directory, TestCertificates.KeyForm.EC);
    try (StandInEngine engine = StandInEngine.on(certificates.server())) {
      context("far", "tcp://127.0.0.1:" + engine.port());
      Path tls = directory.resolve(".docker/contexts/tls").resolve(sha256("far"));
      Files.createDirectories(tls);
      Files.move(certificates.client(), tls.resolve("docker"));
      follows(engine, environment(Map.of()).host("context:far"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "var/run/docker.sock",
        "user/docker.sock",
        ".docker/run/docker.sock",
        "run/podman/podman.sock",
        "user/podman/podman.sock"
      })
  void usualSocketOfDockerOrPodmanWithRootAndWithout(String name) throws Exception {
    Path socket = directory.resolve(name);
    Files.createDirectories(socket.getParent());
    try (StandInEngine engine = StandInEngine.at(socket)) {
      follows(engine, environment(Map.of("XDG_RUNTIME_DIR", directory.resolve("user").toString())));
    }
  }

  @Test
  void ofTheUsualSocketsTheFirstThatExistsIsTakenAnewForEachConnection() throws Exception {
    Path first = directory.resolve("first.sock");
    Path second = directory.resolve("second.sock");
    EngineSource source = EngineSource.firstOf(List.of(first, second));
    assertThat(source.address()).hasToString("unix://" + first);
    Files.createFile(second);
    assertThat(source.address()).hasToString("unix://" + second);
    Files.createFile(first);
    assertThat(source.address()).hasToString("unix://" + first);
  }

  @Test
  void severalEnginesAreOneListAndEachComesAndGoesOnItsOwn() throws Exception {
    Path one = directory.resolve("one.sock");
    Path two = directory.resolve("two.sock");
    try (StandInEngine first = StandInEngine.at(one);
        DockerDiscovery discovery =
            DockerDiscovery.builder()
                .host("unix://" + one)
                .host("unix://" + two)
                .reach(() -> Sites.loopbackOnly().reach())
                .listens(endpoint -> true)
                .build()) {
      first.put("aaa", 9001, LABELS, "none");
      discovery.start(heard);
      heard.await("aaa");
      heard.await(Duration.ofSeconds(5), "the other is missed", h -> !h.failures().isEmpty());
      assertThat(heard.failures().getFirst()).hasMessageContaining("two.sock: GET /version");
      try (StandInEngine second = StandInEngine.at(two)) {
        second.put("bbb", 9002, LABELS, "none");
        heard.await("bbb");
        assertThat(heard.find("aaa")).isPresent();
      }
      first.put("ccc", 9003, LABELS, "none");
      first.event("ccc", "start");
      heard.await("ccc");
      assertThat(heard.find("bbb")).as("what an absent engine had stays").isPresent();
    }
  }

  @Test
  void engineThatIsAwayIsReportedAndTheStartDoesNotWait() throws Exception {
    String host = "unix://" + directory.resolve("nobody.sock");
    try (DockerDiscovery discovery = DockerDiscovery.builder().host(host).build()) {
      long start = System.nanoTime();
      discovery.start(heard);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      heard.await(Duration.ofSeconds(10), "a failure is reported", h -> !h.failures().isEmpty());
      assertThat(heard.failures().getFirst()).hasMessageContaining(host + ": GET /version: ");
    }
  }

  @Test
  void contextThatIsNotThereOrCannotBeUsedIsAnErrorThatSaysWhy() throws Exception {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> environment(Map.of()).host("context:nope").build())
        .withMessageContaining("Docker has no context 'nope'");
    context("ssh", "ssh://build.example");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> environment(Map.of()).host("context:ssh").build())
        .withMessageContaining("must be unix:///PATH, tcp://HOST:PORT");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() ->
            DockerDiscovery.builder()
                .host("tcp://127.0.0.1:1")
                .tlsCertificates(directory.resolve("none"))
                .build())
        .withMessageContaining("tls_certs: cannot use");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.sun.jna.Native",
        "org.bouncycastle.jce.provider.BouncyCastleProvider",
        "org.apache.commons.compress.archivers.tar.TarArchiveInputStream",
        "com.google.common.collect.ImmutableList",
        "com.github.dockerjava.core.DockerClientImpl"
      })
  void whatNoWayNeedsIsNotThere(String name) {
    assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> Class.forName(name));
  }

  @Test
  void whatIsLeftIsSmall() throws Exception {
    long size = 0;
    for (Class<?> type :
        List.of(DockerHttpClient.class, ZerodepDockerHttpClient.class, JsonFactory.class)) {
      size += Files.size(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
    System.out.println("figures: jars that reach an engine: " + size / 1024 + " KiB");
    assertThat(size).isLessThan(4L << 20);
  }

  private DockerDiscovery.Builder environment(Map<String, String> variables) {
    return DockerDiscovery.builder().environment(new Environment(variables, directory, directory));
  }

  private void context(String name, String host) throws Exception {
    Path folder = directory.resolve(".docker/contexts/meta").resolve(sha256(name));
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("meta.json"),
        "{\"Name\":\"%s\",\"Metadata\":{},\"Endpoints\":{\"docker\":{\"Host\":\"%s\",\"SkipTLSVerify\":false}}}"
            .formatted(name, host));
  }

  private static String sha256(String name) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes("UTF-8")));
  }

  /** A list, an event, and a list again. */
  private void follows(StandInEngine engine, DockerDiscovery.Builder builder)
      throws IOException, InterruptedException {
    engine.put("aaa", 9001, LABELS, "none");
    try (DockerDiscovery discovery =
        builder.reach(() -> Sites.loopbackOnly().reach()).listens(at -> true).build()) {
      discovery.start(heard);
      heard.await("aaa");
      engine.put("bbb", 9002, LABELS, "none");
      engine.event("bbb", "start");
      heard.await("bbb");
    }
    assertThat(heard.failures()).isEmpty();
  }
}
