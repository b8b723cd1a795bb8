package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Endpoint;
import io.rgate.api.InvalidConfigException;
import io.rgate.runtime.OddPlugins.Odd;
import io.rgate.runtime.OddPlugins.OddSink;
import io.rgate.runtime.measure.NoStats;
import io.rgate.runtime.plugin.Bounds;
import io.rgate.spi.Discovered;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A plug-in that hangs, throws or reports nonsense costs a line in the log that names it. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PluginFaultsIT {
  private static final Bounds SHORT = new Bounds(Duration.ofMillis(300), Duration.ofMillis(300));
  private static final Runnable NOTHING = () -> {};

  private final CountDownLatch end = new CountDownLatch(1);
  private final LogLines log = new LogLines();

  @AfterEach
  void letGo() {
    end.countDown();
    log.close();
  }

  private static Gateway.Builder builder() {
    Gateway.Builder builder =
        Gateway.builder().route("/", "all").backend("all", "all").host("127.0.0.1").port(0);
    builder.draft.bounds = SHORT;
    return builder;
  }

  /** A discovery that finds nothing at its start. */
  private static Odd empty() {
    return new Odd(listener -> listener.report(Discovered.of()), NOTHING);
  }

  private static Endpoint endpoint(String url) {
    return new Endpoint(url, URI.create(url), Map.of("all", ""));
  }

  private static int status(Gateway gateway) throws IOException {
    try (Wire client = Wire.to(gateway.port())) {
      return client.send(GatewayRig.LAST_GET).response().status();
    }
  }

  private void assertWarned(Class<?> plugin, String what) {
    assertThat(log.all())
        .anySatisfy(
            line -> assertThat(line).startsWith("WARNING").contains(plugin.getName(), what));
  }

  @Test
  void aDiscoveryThatHangsInStartIsNamedAndWhatItReportsLaterIsTaken() throws Exception {
    Odd hangs = new Odd(listener -> OddPlugins.hang(end), NOTHING);
    try (RawOrigin origin = RawOrigin.answering(GatewayRig.OK);
        Gateway gateway =
            builder().stats(NoStats.INSTANCE).discovery(hangs).admin("127.0.0.1", 0).start()) {
      assertWarned(Odd.class, "has not returned from start within 300 ms");
      assertThat(status(gateway)).isEqualTo(503);

      hangs.listener.join().report(Discovered.of(endpoint(origin.url())));
      assertThat(status(gateway)).isEqualTo(200);
    }
    assertThat(hangs.closed).hasValue(1);
  }

  @Test
  void aDiscoveryThatThrowsInStartEndsTheStartWithItsName() {
    Odd throwing =
        new Odd(
            listener -> {
              throw new IllegalStateException("no licence");
            },
            NOTHING);
    OddSink sink = new OddSink(NOTHING);

    assertThatThrownBy(() -> builder().stats(sink).discovery(throwing).start())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(Odd.class.getName())
        .hasMessageContaining("failed to start: java.lang.IllegalStateException: no licence");
    assertThat(throwing.closed).hasValue(1);
    assertThat(sink.closed).hasValue(1);
  }

  @Test
  void pluginsThatHangInCloseAreNamedAndTheGatewayIsClosed() throws Exception {
    Odd discovery = new Odd(theirs -> theirs.report(Discovered.of()), () -> OddPlugins.hang(end));
    OddSink sink = new OddSink(() -> OddPlugins.hang(end));
    OddSink second = new OddSink(NOTHING);
    Gateway gateway = builder().stats(sink).stats(second).discovery(discovery).start();
    int port = gateway.port();

    gateway.close();

    assertWarned(Odd.class, "has not returned from close within 300 ms");
    assertWarned(OddSink.class, "has not returned from close within 300 ms");
    assertThat(second.closed).hasValue(1);
    assertThatThrownBy(() -> Wire.to(port)).isInstanceOf(IOException.class);
  }

  @Test
  void pluginsThatThrowInCloseAreNamedAndTheOthersAreClosed() throws Exception {
    Runnable fails =
        () -> {
          throw new AssertionError("in close");
        };
    Odd discovery = new Odd(theirs -> theirs.report(Discovered.of()), fails);
    OddSink sink = new OddSink(fails);
    OddSink second = new OddSink(NOTHING);

    builder().stats(sink).stats(second).discovery(discovery).start().close();

    assertWarned(Odd.class, "failed to close");
    assertWarned(OddSink.class, "failed to close");
    assertThat(second.closed).hasValue(1);
    assertThat(discovery.closed).hasValue(1);
  }

  @Test
  void aSinkThatThrowsIsNamed() throws Exception {
    try (Gateway gateway = builder().stats(new OddSink(NOTHING)).discovery(empty()).start()) {
      assertThat(status(gateway)).isEqualTo(503);
      GatewayRig.eventually(
          "a line that names the sink",
          () ->
              log.all().stream()
                  .anyMatch(line ->
                      line.contains("statistics") && line.contains(OddSink.class.getName())));
    }
  }

  @Test
  void aReportThatCannotBeUsedIsAFailureOfTheDiscoveryThatIsNamed() throws Exception {
    Odd discovery = empty();
    try (RawOrigin origin = RawOrigin.answering(GatewayRig.OK);
        Gateway gateway = builder().stats(NoStats.INSTANCE).discovery(discovery).start()) {
      var listener = discovery.listener.join();
      listener.report(Discovered.of(endpoint(origin.url())));

      listener.report(null);
      listener.onFailure(null);

      assertThat(status(gateway)).isEqualTo(200);
      assertWarned(Odd.class, "has reported what cannot be used");
    }
  }

  @Test
  void afterTheEndNothingIsHeard() throws Exception {
    Odd discovery = empty();
    builder().stats(NoStats.INSTANCE).discovery(discovery).start().close();
    int lines = log.all().size();

    discovery.listener.join().onFailure(new IOException("away"));

    assertThat(log.all()).hasSize(lines);
  }
}
