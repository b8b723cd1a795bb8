package io.rgate.runtime;

import java.io.IOException;
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
   */
  static Chromium open(Path folder, String url, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Programs.required("chromium"));
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-dev-shm-usage",
            "--user-data-dir=" + folder.resolve("profile"),
            "--remote-debugging-port=0"));
    command.addAll(List.of(options));
    command.add(url);
    return new Chromium(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start());
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
