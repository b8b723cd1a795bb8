package io.rgate.app;

import static java.lang.System.Logger.Level.INFO;

import io.rgate.api.InvalidConfigException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Adds the jars of a folder to those in which the gateway looks for providers. */
final class PluginFolder {
  private static final System.Logger LOG = System.getLogger(PluginFolder.class.getName());

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description =
          "A folder with jars of plug-ins (default: $RGATE_PLUGINS, else the folder plugins beside"
              + " the configuration, if it is there).")
  private @Nullable Path given;

  /**
   * Makes the providers in the jars visible to this thread and the threads that it starts.
   *
   * @param config the configuration's file; the default folder is in the same directory
   * @throws InvalidConfigException if the folder or a jar in it cannot be used
   */
  void load(Path config) {
    Path wanted = wanted();
    Path folder = wanted == null ? config.resolveSibling("plugins") : wanted;
    if (!Files.isDirectory(folder)) {
      if (wanted == null) {
        return;
      }
      throw new InvalidConfigException("", "the folder of plug-ins " + folder + " is not there");
    }
    List<Path> jars = jars(folder);
    LOG.log(INFO, "plug-ins of {0}: {1}", folder, jars.isEmpty() ? "no file *.jar" : names(jars));
    // Never closed, because plug-ins load classes until the process ends.
    URLClassLoader loader =
        new URLClassLoader(
            "plugins",
            jars.stream().map(PluginFolder::url).toArray(URL[]::new),
            PluginFolder.class.getClassLoader());
    jars.forEach(jar -> PluginJarCheck.check(jar, loader));
    PluginDriver.register(loader);
    // ServiceLoader uses this class loader by default.
    Thread.currentThread().setContextClassLoader(loader);
  }

  private @Nullable Path wanted() {
    String variable = Objects.requireNonNullElse(System.getenv("RGATE_PLUGINS"), "");
    return given != null || variable.isEmpty() ? given : Path.of(variable);
  }

  private static List<Path> jars(Path folder) {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
      found.forEach(jars::add);
    } catch (IOException e) {
      throw new InvalidConfigException(
          "", "the folder of plug-ins " + folder + " cannot be read: " + e.getMessage());
    }
    jars.sort(null);
    return jars;
  }

  private static String names(List<Path> jars) {
    return String.join(", ", jars.stream().map(jar -> jar.getFileName().toString()).toList());
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e); // a file's URI is always a valid URL
    }
  }
}
