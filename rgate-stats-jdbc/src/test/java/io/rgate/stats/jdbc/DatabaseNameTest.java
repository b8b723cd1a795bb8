package io.rgate.stats.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseNameTest {

  @ParameterizedTest
  @CsvSource({
    "jdbc:h2:file:./rgate-stats, jdbc:h2:file:./rgate-stats",
    "jdbc:h2:file:/a/b;PASSWORD=secret, jdbc:h2:file:/a/b",
    "jdbc:postgresql://db:5432/rgate?user=a&password=secret, jdbc:postgresql://db:5432/rgate",
    "jdbc:postgresql://db/rgate?user=a@b&password=secret, jdbc:postgresql://db/rgate",
    "jdbc:mysql://root:secret@db/rgate, jdbc:mysql://db/rgate",
    "jdbc:mysql://root:sec;ret@db/rgate, jdbc:mysql:…",
    "jdbc:mysql://root:sec?ret@db/rgate, jdbc:mysql:…",
    "jdbc:oracle:thin:scott/secret@//db:1521/rgate, jdbc:oracle://db:1521/rgate",
  })
  void aDatabaseIsNamedWithoutItsPassword(String url, String name) {
    assertThat(DatabaseName.of(url)).isEqualTo(name).doesNotContain("secret", "ret@");
  }
}
