package io.rgate.app;

import io.rgate.spi.Settings;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSinkProvider;
import io.rgate.testkit.StatsSinkContract;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The plug-in keeps the contract, loaded from its jar. */
class PluginContractIT extends StatsSinkContract {
  @TempDir private static Path build;
  private static URLClassLoader loader;
  @TempDir private Path directory;

  @BeforeAll
  static void load() throws Exception {
    URL jar = PluginJar.build(build).toUri().toURL();
    loader = new URLClassLoader(new URL[] {jar}, StatsSinkProvider.class.getClassLoader());
  }

  @AfterAll
  static void unload() throws Exception {
    loader.close();
  }

  @Override
  protected StatsSink create() throws ReflectiveOperationException {
    StatsSinkProvider provider =
        (StatsSinkProvider)
            loader
                .loadClass("com.example.statuses.StatusCounts$Provider")
                .getConstructor()
                .newInstance();
    String file = directory.resolve("counts.txt").toString();
    return provider.create(Settings.of("stats", Map.of("file", file), key -> null));
  }
}
