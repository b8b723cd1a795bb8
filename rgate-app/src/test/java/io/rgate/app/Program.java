package io.rgate.app;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The standalone program in a process of its own, from the jars that `./rgate` starts. */
final class Program implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("rgate listens on port (\\d+)");
  private static final Path APP = Path.of("target", "app").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts it with these arguments. */
  static Program start(Path directory, String... arguments) throws IOException {
    return start(directory, List.of(), arguments);
  }

  /** Starts it with these options of the JVM and these arguments. */
  static Program start(Path directory, List<String> jvmOptions, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(jvmOptions);
    command.addAll(onClassPath(APP.resolve("*").toString()));
    return java(directory, command, arguments);
  }

  /** Starts it with these variables in its environment and these arguments. */
  static Program start(Path directory, Map<String, String> variables, String... arguments)
      throws IOException {
    ProcessBuilder builder =
        builder(directory, onClassPath(APP.resolve("*").toString()), arguments);
    builder.environment().putAll(variables);
    return logged(builder);
  }

  /** Starts it on the module path, with these arguments. */
  static Program startModule(Path directory, String... arguments) throws IOException {
    return java(directory, onModulePath(APP.toString()), arguments);
  }

  /** Starts it on the class path together with the jar of a plug-in. */
  static Program startWith(Path plugin, Path directory, String... arguments) throws IOException {
    String path = APP.resolve("*") + File.pathSeparator + plugin;
    return java(directory, onClassPath(path), arguments);
  }

  /** Starts it on the module path together with the jar of a plug-in. */
  static Program startModuleWith(Path plugin, Path directory, String... arguments)
      throws IOException {
    return java(directory, onModulePath(APP + File.pathSeparator + plugin), arguments);
  }

  /** Starts it with a standard error that nobody reads before {@link #read} is called. */
  static Program startUnread(Path directory, String... arguments) throws IOException {
    Path out = Files.createTempFile("rgate", ".out");
    ProcessBuilder builder =
        builder(directory, onClassPath(APP.resolve("*").toString()), arguments)
            .redirectOutput(out.toFile());
    return new Program(builder.start(), out, Files.createTempFile("rgate", ".err"));
  }

  /** Starts it with its own say about SIGHUP and SIGINT, which nohup and shells have ignored. */
  static Program startWithDefaultSignals(Path directory, String... arguments) throws IOException {
    ProcessBuilder builder =
        builder(directory, onClassPath(APP.resolve("*").toString()), arguments);
    builder
        .command()
        .addAll(0, List.of("perl", "-e", "$SIG{HUP} = $SIG{INT} = 'DEFAULT'; exec @ARGV"));
    return logged(builder);
  }

  private static List<String> onClassPath(String path) {
    return List.of("-cp", path, Main.class.getName());
  }

  private static List<String> onModulePath(String path) {
    return List.of("-p", path, "-m", "io.rgate.app/" + Main.class.getName());
  }

  private static Program java(Path directory, List<String> jvm, String... arguments)
      throws IOException {
    return logged(builder(directory, jvm, arguments));
  }

  private static ProcessBuilder builder(Path directory, List<String> jvm, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(directory.toFile());
  }

  private static Program logged(ProcessBuilder builder) throws IOException {
    Path out = Files.createTempFile("rgate", ".out");
    Path err = Files.createTempFile("rgate", ".err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    return new Program(process, out, err);
  }

  /** The port that it says it listens on; waits for that. */
  int port() throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      Matcher matcher = LISTENS.matcher(out());
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new AssertionError("the program does not listen: " + out() + err());
  }

  /** What it has written to its standard output. */
  String out() throws IOException {
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  /** What it has written to its standard error. */
  String err() throws IOException {
    return Files.readString(err, StandardCharsets.UTF_8);
  }

  /** Its standard error up to its end, where that is not in a file. */
  String read() throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Waits until its standard error has that text. */
  void untilErr(String text) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!err().contains(text)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the program has not said '" + text + "': " + err());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** The number of its process. */
  long pid() {
    return process.pid();
  }

  /** Sends it a signal, such as HUP. */
  void signal(String name) throws Exception {
    run("kill", "-" + name, Long.toString(pid()));
  }

  /** Runs another program, which must succeed. */
  static void run(String... command) throws Exception {
    Process other = new ProcessBuilder(command).inheritIO().start();
    if (other.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + " failed");
    }
  }

  /** Asks it to stop, as SIGTERM does. */
  Program terminate() {
    process.destroy();
    return this;
  }

  /** Its exit code; waits for its end. */
  int exitCode() throws Exception {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the program does not end: " + out() + err());
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(out);
    Files.deleteIfExists(err);
  }
}
