package io.rgate.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A browser that has opened a page and shows it to nobody. */
final class Chromium implements AutoCloseable {
  private final Process process;

  private Chromium(Process process) {
    this.process = process;
  }

  /**
   * Opens {@code url}; what the browser has to say is in {@code chromium.log} in {@code folder}.
   * Certificates are not checked.
   */
  static Chromium open(Path folder, String url) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Programs.required("chromium"));
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-dev-shm-usage",
            "--ignore-certificate-errors",
            "--user-data-dir=" + folder.resolve("profile"),
            "--remote-debugging-port=0"));
    command.add(url);
    return new Chromium(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start());
  }

  /**
   * Opens {@code url} and returns the first target below {@code /done} that {@code origin} gets.
   */
  static String visit(Path folder, String url, RawOrigin origin) throws Exception {
    try (Chromium browser = open(folder, url)) {
      String target = "";
      while (browser.process.isAlive() && !target.startsWith("/done")) {
        target = origin.request(40).startLine().split(" ")[1];
      }
      return target;
    } catch (AssertionError e) {
      String log = Files.readString(folder.resolve("chromium.log"), UTF_8);
      throw new AssertionError("Chromium said: " + log, e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
