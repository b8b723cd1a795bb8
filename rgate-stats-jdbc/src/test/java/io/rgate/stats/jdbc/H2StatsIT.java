package io.rgate.stats.jdbc;

import io.rgate.spi.StatsSink;
import io.rgate.testkit.StatsSinkContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The sink's contract, over files of H2. */
class H2StatsIT extends StatsSinkContract {
  @TempDir private Path folder;

  @Override
  protected StatsSink create() {
    return JdbcStats.builder().url("jdbc:h2:file:" + folder.resolve("stats")).build();
  }
}
