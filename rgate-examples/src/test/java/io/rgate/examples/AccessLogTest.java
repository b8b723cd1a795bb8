package io.rgate.examples;

import static io.rgate.testkit.Samples.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.rgate.spi.StatsSink;
import io.rgate.testkit.StatsSinkContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every sink promises, and what this one does besides. */
class AccessLogTest extends StatsSinkContract {
  @TempDir private Path directory;

  @Override
  protected StatsSink create() throws IOException {
    return AccessLog.to(directory.resolve("access.log"));
  }

  @Test
  void linesAreInTheFileWhenItIsClosedAndStayWhenItIsOpenedAgain() throws Exception {
    for (int run = 0; run < 2; run++) {
      StatsSink log = create();
      log.record(sample().route("/a", "one").answeredBy("x").status(201).bytes(0, 7).build());
      log.close();
    }

    assertThat(Files.readAllLines(directory.resolve("access.log")))
        .hasSize(2)
        .allMatch(line -> line.equals("2026-01-02T03:04:05Z GET /a 201 7 bytes 1.000 ms"));
  }

  /** A full disk costs lines, and no request. */
  @Test
  void goesOnAndCanBeClosedWhereItsFileTakesNothing() throws Exception {
    StatsSink log = AccessLog.to(Path.of("/dev/full"));

    assertThatCode(
            () -> {
              IntStream.range(0, 50_000).forEach(i -> log.record(sample().build()));
              log.close();
            })
        .doesNotThrowAnyException();
  }
}
