package io.rgate.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Which version of a thing is measured. */
final class Versions {
  private Versions() {}

  /** The first line that a program says about itself. */
  static String of(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.lines().findFirst().orElse("").replaceAll(" - .*", "");
    } catch (IOException e) {
      return "not installed";
    }
  }

  /** The version in the name of the jar of {@code artifact}. */
  static String ofJar(Path folder, String artifact) {
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, artifact + "-[0-9]*.jar")) {
      for (Path jar : jars) {
        String name = jar.getFileName().toString();
        return name.substring(artifact.length() + 1, name.length() - ".jar".length());
      }
      return "not built";
    } catch (NoSuchFileException e) {
      return "not built";
    } catch (IOException e) {
      return e.toString();
    }
  }
}
