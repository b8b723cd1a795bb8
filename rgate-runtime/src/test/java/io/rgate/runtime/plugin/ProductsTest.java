package io.rgate.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Filter;
import io.rgate.api.InvalidConfigException;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.balance.RandomBalancer;
import io.rgate.spi.Settings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Filters, observers and balancers that are named in a file. */
class ProductsTest {
  private static ConfigFile file(String section) {
    return ConfigFile.parse("rgate.yml", "routes: []\nbackends: []\n" + section);
  }

  private static Filter filter(String section) {
    return Plugins.filter(file(section).filters().getFirst(), ProductsTest.class.getClassLoader());
  }

  @Test
  void aFilterWithoutATypeOrOfAnUnknownOneIsToldWithItsPlace() {
    assertThatThrownBy(() -> filter("filters: [{x: 1}]"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("filters[0].type: is missing");
    assertThatThrownBy(() -> filter("filters: [{type: nope}]"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("rgate.yml:3:18: filters[0].type: no plug-in 'nope' for filters;");
  }

  @Test
  void anObserverOfAnUnknownTypeIsToldWithItsPlace() {
    assertThatThrownBy(() -> Plugins.observers(file("observers: [{type: nope}]").observers()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("rgate.yml:3:20: observers[0].type: no plug-in 'nope'");
  }

  @Test
  void filtersAndObserversMustBeLists() {
    assertThatThrownBy(() -> file("filters: {type: nope}\nobservers: yes\n"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("filters: must be a list")
        .hasMessageContaining("observers: must be a list");
  }

  @Test
  void theBalancerRandomIsThere() {
    Settings settings = Settings.of(Map.of("type", "random"));

    assertThat(Plugins.balancer(settings)).isInstanceOf(RandomBalancer.class);
  }

  @Test
  void onlyWhatCanBeClosedIsClosed() {
    AtomicInteger closed = new AtomicInteger();

    List.of("text", (AutoCloseable) closed::incrementAndGet).forEach(Plugins::close);

    assertThat(closed).hasValue(1);
  }
}
