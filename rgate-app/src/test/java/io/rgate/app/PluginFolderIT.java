package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins in a folder, which no rebuild of the program touches. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class PluginFolderIT {
  @TempDir private Path directory;

  @BeforeEach
  void configure() throws IOException {
    configure("mine");
  }

  private void configure(String type) throws IOException {
    Files.writeString(
        directory.resolve("rgate.yml"),
        """
        routes: [{path_prefix: /, backend: b}]
        backends: [{name: b, match_labels: [b], balance: %1$s}]
        discovery: {type: %1$s}
        filters: [{type: %1$s, file: filter.txt}]
        observers: [{type: %1$s, file: observer.txt}]
        routing: {type: %1$s}
        stats: {sinks: [{type: %1$s, file: closed.txt}, {type: memory}]}
        """
            .formatted(type));
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }

  private void assertWorks(Program program) throws Exception {
    Traffic traffic = new Traffic(program.port());
    // The plug-in's table has no route; the one of the program would answer 503.
    var response = traffic.get("/nowhere");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("X-Filter")).contains("mine");
    assertThat(program.terminate().exitCode()).as(program.err()).isZero();
    assertThat(directory.resolve("closed.txt")).hasContent("closed");
    assertThat(directory.resolve("filter.txt")).hasContent("closed");
    assertThat(directory.resolve("observer.txt")).hasContent("closed after 1");
  }

  private void assertRefused(String message, String... arguments) throws Exception {
    try (Program program = Program.start(directory, arguments)) {
      assertThat(program.exitCode()).isEqualTo(2);
      assertThat(program.err()).contains("rgate: " + message).doesNotContain("\tat ");
    }
  }

  @Test
  void theFolderBesideTheConfigurationIsTaken() throws Exception {
    Path jar = folder("plugins").resolve("mine.jar");
    TestPlugin.build(jar, TestPlugin.ALL_KINDS, TestPlugin.ALL_SERVICES);
    Path config = directory.resolve("rgate.yml");
    try (Program program = Program.start(directory, "-p", "0", "-c", config.toString())) {
      assertWorks(program);
      assertThat(program.err()).contains("plug-ins of " + folder("plugins") + ": mine.jar");
    }
  }

  @Test
  void theOptionNamesAnotherFolderOnTheModulePathToo() throws Exception {
    Path jar = folder("other").resolve("mine.jar");
    TestPlugin.build(jar, TestPlugin.ALL_KINDS, TestPlugin.ALL_SERVICES);
    try (Program program = Program.startModule(directory, "-p", "0", "--plugins", "other")) {
      assertWorks(program);
    }
  }

  @Test
  void theEnvironmentNamesTheFolderUnlessTheOptionDoes() throws Exception {
    Path jar = folder("other").resolve("mine.jar");
    TestPlugin.build(jar, TestPlugin.ALL_KINDS, TestPlugin.ALL_SERVICES);
    Map<String, String> variables = Map.of("RGATE_PLUGINS", "other");
    try (Program program = Program.start(directory, variables, "-p", "0")) {
      assertWorks(program);
    }
    folder("empty");
    try (Program program = Program.start(directory, variables, "-p", "0", "--plugins", "empty")) {
      assertThat(program.exitCode()).isEqualTo(2);
      assertThat(program.err())
          .contains("plug-ins of empty: no file *.jar")
          .contains("no plug-in 'mine'");
    }
  }

  @Test
  void endpointsShowsWhatTheDiscoveryOfAPluginFinds() throws Exception {
    Path jar = folder("plugins").resolve("mine.jar");
    TestPlugin.build(jar, TestPlugin.ALL_KINDS, TestPlugin.ALL_SERVICES);
    try (Program program = Program.start(directory, "endpoints")) {
      assertThat(program.exitCode()).as(program.err()).isZero();
      assertThat(program.out()).startsWith("CONTAINER");
    }
  }

  @Test
  void aFileThatIsNoJarIsNamed() throws Exception {
    Files.writeString(folder("plugins").resolve("broken.jar"), "not a jar");

    assertRefused("the plug-in plugins/broken.jar: cannot be read: ");
  }

  @Test
  void aJarWithoutTheClassThatItDeclaresIsNamed() throws Exception {
    TestPlugin.build(
        folder("plugins").resolve("wrong.jar"),
        TestPlugin.ALL_KINDS,
        Map.of("io.rgate.spi.StatsSinkProvider", "com.example.Nobody"));

    assertRefused(
        "the plug-in plugins/wrong.jar: has no class com.example.Nobody, which it declares as its"
            + " provider");
  }

  @Test
  void aJarThatNeedsAnotherOneIsNamed() throws Exception {
    Path jar = folder("plugins").resolve("needy.jar");
    TestPlugin.build(jar, TestPlugin.ALL_KINDS, TestPlugin.ALL_SERVICES);
    try (FileSystem inside = FileSystems.newFileSystem(jar)) {
      // As if the provider had been compiled against a base class in a jar that is not here.
      Path needs = inside.getPath("com/example/Mine$Sink.class");
      byte[] code = Files.readAllBytes(needs);
      String text = new String(code, StandardCharsets.ISO_8859_1);
      Files.write(
          needs,
          text.replace("java/lang/Object", "java/lang/Abject")
              .getBytes(StandardCharsets.ISO_8859_1));
    }

    assertRefused(
        "the plug-in plugins/needy.jar: com.example.Mine$Sink needs a class that no jar has:"
            + " java/lang/Abject; add its jar");
  }

  @Test
  void aJarThatDeclaresItsProviderForTheModulePathOnlyIsNamed() throws Exception {
    Path jar = folder("plugins").resolve("statuses.jar");
    Files.copy(PluginJar.build(folder("build")), jar);
    try (FileSystem inside = FileSystems.newFileSystem(jar)) {
      Files.delete(inside.getPath("META-INF/services/io.rgate.spi.StatsSinkProvider"));
    }

    assertRefused(
        "the plug-in plugins/statuses.jar: declares a provider in its module-info only; add the"
            + " file META-INF/services/io.rgate.spi.StatsSinkProvider");
  }

  @Test
  void aFolderThatIsMissingIsNamed() throws Exception {
    assertRefused("the folder of plug-ins nowhere is not there", "--plugins", "nowhere");
  }

  /** Drivers are asked for by DriverManager, which has rules of its own for class loaders. */
  @Test
  void aJdbcDriverInTheFolderIsFound() throws Exception {
    TestPlugin.build(
        folder("plugins").resolve("driver.jar"),
        """
        package com.example;

        import java.sql.*;

        public final class Mine implements Driver {
          public Connection connect(String url, java.util.Properties info) throws SQLException {
            if (!acceptsURL(url)) {
              return null;
            }
            try {
              java.nio.file.Files.writeString(java.nio.file.Path.of("asked.txt"), url);
            } catch (java.io.IOException e) {
              throw new SQLException(e);
            }
            throw new SQLException("not today");
          }
          public boolean acceptsURL(String url) { return url.startsWith("jdbc:mine:"); }
          public DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties info) {
            return new DriverPropertyInfo[0];
          }
          public int getMajorVersion() { return 1; }
          public int getMinorVersion() { return 0; }
          public boolean jdbcCompliant() { return false; }
          public java.util.logging.Logger getParentLogger() { return null; }
        }
        """,
        Map.of("java.sql.Driver", "com.example.Mine"));
    Files.writeString(
        directory.resolve("rgate.yml"),
        """
        routes: []
        backends: []
        discovery: {type: static, endpoints: [{url: 'http://127.0.0.1:1', labels: {}}]}
        stats: {type: jdbc, url: 'jdbc:mine:x', close_within: 1s}
        """);
    try (Program program = Program.start(directory, "-p", "0")) {
      assertThat(new Traffic(program.port()).get("/stats").statusCode()).isEqualTo(503);
      assertThat(directory.resolve("asked.txt")).hasContent("jdbc:mine:x");
    }
  }
}
