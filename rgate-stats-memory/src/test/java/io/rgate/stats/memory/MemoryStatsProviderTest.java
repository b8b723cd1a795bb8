package io.rgate.stats.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.StatsSnapshot;
import io.rgate.spi.Settings;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSinkProvider;
import io.rgate.spi.StatsSource;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class MemoryStatsProviderTest {
  private static final String SERVICE = StatsSinkProvider.class.getName();

  @Test
  void isFoundUnderTheNameMemory() {
    // What the gateway's own descriptor says; this module only provides.
    MemoryStatsProviderTest.class.getModule().addUses(StatsSinkProvider.class);

    assertThat(ServiceLoader.load(StatsSinkProvider.class))
        .filteredOn(provider -> provider.name().equals("memory"))
        .hasOnlyElementsOfType(MemoryStatsProvider.class)
        .hasSize(1);
  }

  @Test
  void makesASinkThatCanBeAsked() {
    Settings settings = Settings.of(Map.of());

    StatsSink sink = new MemoryStatsProvider().create(settings);

    assertThat(sink)
        .asInstanceOf(InstanceOfAssertFactories.type(StatsSource.class))
        .extracting(StatsSource::snapshot)
        .isEqualTo(StatsSnapshot.EMPTY);
    settings.rejectUnknown();
  }

  @Test
  void isDeclaredAlikeForTheModulePathAndTheClassPath() throws Exception {
    assertThat(declaredForTheModulePath())
        .isEqualTo(declaredForTheClassPath())
        .containsExactly(MemoryStatsProvider.class.getName());
  }

  private static List<String> declaredForTheModulePath() throws Exception {
    var classes = MemoryStatsProvider.class.getProtectionDomain().getCodeSource().getLocation();
    return ModuleFinder.of(Path.of(classes.toURI())).findAll().stream()
        .flatMap(module -> module.descriptor().provides().stream())
        .filter(provides -> provides.service().equals(SERVICE))
        .map(Provides::providers)
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> declaredForTheClassPath() throws Exception {
    try (InputStream file =
        MemoryStatsProvider.class.getResourceAsStream("/META-INF/services/" + SERVICE)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
