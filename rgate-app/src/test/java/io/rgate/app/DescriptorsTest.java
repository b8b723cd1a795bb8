package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each provider is declared twice, for the module path and for the class path. */
class DescriptorsTest {

  static Stream<Path> modules() {
    return Modules.folders();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void theDescriptorAndMetaInfServicesDeclareTheSameProviders(Path module) throws IOException {
    assertThat(onTheClassPath(module)).isEqualTo(onTheModulePath(module));
  }

  @Test
  void thereAreProvidersOfEveryKind() {
    assertThat(modules().flatMap(module -> onTheModulePath(module).keySet().stream()).distinct())
        .containsExactlyInAnyOrder(
            "io.rgate.spi.BackendDiscoveryProvider",
            "io.rgate.spi.BalancerProvider",
            "io.rgate.spi.FilterProvider",
            "io.rgate.spi.RouteTableProvider",
            "io.rgate.spi.StatsSinkProvider",
            "io.rgate.transport.Front$Certificates$Provider",
            "io.rgate.transport.FrontProvider",
            "io.rgate.transport.UpstreamProvider");
  }

  private static Map<String, List<String>> onTheModulePath(Path module) {
    ModuleDescriptor descriptor =
        ModuleFinder.of(Modules.classes(module)).findAll().iterator().next().descriptor();
    Map<String, List<String>> providers = new TreeMap<>();
    descriptor
        .provides()
        .forEach(provides -> providers.put(provides.service(), provides.providers()));
    return providers;
  }

  private static Map<String, List<String>> onTheClassPath(Path module) throws IOException {
    Path services = Modules.classes(module).resolve("META-INF").resolve("services");
    Map<String, List<String>> providers = new TreeMap<>();
    if (Files.isDirectory(services)) {
      try (Stream<Path> files = Files.list(services)) {
        for (Path file : files.toList()) {
          providers.put(file.getFileName().toString(), Files.readAllLines(file));
        }
      }
    }
    return providers;
  }
}
