package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the script `rgate` finds its JDK and what it says if there is none. */
class ScriptIT {
  private static final Path SCRIPT = Path.of("..", "rgate").toAbsolutePath().normalize();
  private static final String JAVA_HOME = System.getProperty("java.home");

  /** What the script needs of a system: no java, no mvn. */
  private static final List<String> TOOLS = List.of("sed", "find", "readlink", "dirname");

  @TempDir private Path directory;

  @BeforeEach
  void aPathWithoutJava() throws IOException {
    for (String tool : TOOLS) {
      Path found =
          Stream.of("/usr/bin", "/bin")
              .map(folder -> Path.of(folder, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      executable(directory.resolve(tool), "exec " + found + " \"$@\"");
    }
  }

  private record Result(int exitCode, String output) {}

  private Result run(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", SCRIPT.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", directory.toString());
    builder.environment().put("HOME", directory.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  /** A folder that looks like a JDK of that release, and tells its arguments. */
  private Path jdk(String name, int release) throws IOException {
    Path home = Files.createDirectories(directory.resolve(name));
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + release + ".0.1\"\n");
    for (String program : List.of("java", "javac")) {
      executable(home.resolve("bin").resolve(program), "echo \"" + name + " $*\"");
    }
    return home;
  }

  private static void executable(Path file, String command) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + command + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void startsTheProgramWithTheJdkOfJavaHome() throws Exception {
    Result result = run(Map.of("JAVA_HOME", JAVA_HOME), "--version");

    assertThat(result.exitCode()).isZero();
    assertThat(result.output()).contains("rgate 0.").contains("Java " + Runtime.version());
  }

  @Test
  void passesOverAJavaHomeThatIsTooOldForOneInTheUsualFolders() throws Exception {
    Path old = jdk("old", 17);
    jdk(".jdks/young", 99);

    Result result = run(Map.of("JAVA_HOME", old.toString()), "-c", "my file.yml");

    assertThat(result.output())
        .contains(".jdks/young ")
        .endsWith("io.rgate.app.Main -c my file.yml\n");
  }

  @Test
  void takesTheNewestOfTheUsualFolders() throws Exception {
    jdk(".jdks/middle", 97);
    jdk(".jdks/young", 98);
    jdk(".sdkman/candidates/java/old", 17);

    assertThat(run(Map.of()).output()).startsWith(".jdks/young ");
  }

  @Test
  void passesOptionsToTheJvm() throws Exception {
    Path home = jdk("jdk", 99);

    Result result =
        run(Map.of("JAVA_HOME", home.toString(), "RGATE_JAVA_OPTS", "-Xmx64m -Da=b"), "demo");

    assertThat(result.output()).contains("-Xmx64m -Da=b ").endsWith("Main demo\n");
  }
}
