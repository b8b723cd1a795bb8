package io.rgate.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A browser without a window. */
final class Chromium {
  private Chromium() {}

  /**
   * Opens a page and returns the first target below {@code /done} that {@code origin} is then asked
   * for. Certificates are not checked.
   *
   * @param directory where its profile and its log go
   */
  static String visit(String page, Path directory, RawOrigin origin) throws Exception {
    List<String> command =
        List.of(
            Programs.required("chromium"),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-dev-shm-usage",
            "--ignore-certificate-errors",
            "--user-data-dir=" + directory.resolve("profile"),
            "--remote-debugging-port=0",
            page);
    Path log = directory.resolve("chromium.log");
    Process chromium =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      String target = "";
      while (!target.startsWith("/done")) {
        target = origin.request(40).startLine().split(" ")[1];
      }
      return target;
    } catch (AssertionError e) {
      throw new AssertionError("Chromium said: " + Files.readString(log, UTF_8), e);
    } finally {
      chromium.descendants().forEach(ProcessHandle::destroyForcibly);
      chromium.destroyForcibly().waitFor();
    }
  }
}
