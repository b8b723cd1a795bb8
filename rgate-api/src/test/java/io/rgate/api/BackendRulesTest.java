package io.rgate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Backend.Ejection;
import io.rgate.api.Backend.Health;
import io.rgate.api.Forwarding.Retries;
import io.rgate.api.GatewayConfig.Concurrency;
import io.rgate.api.GatewayConfig.Plugin;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a backend may say about endpoints that fail. */
class BackendRulesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final GatewayConfig EMPTY =
      new GatewayConfig(List.of(), List.of(), DefaultResponse.NOT_FOUND);

  private static Arguments wrong(String message, Supplier<?> made) {
    return Arguments.of(message, made);
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong(
            "failures: must be 0 (off) or more, was -1",
            () -> new Ejection(-1, SECOND, SECOND, false)),
        wrong(
            "for: must be more than 0 and at most a day, was PT0S",
            () -> new Ejection(1, Duration.ZERO, SECOND, false)),
        wrong(
            "most: must be more than 0 and at most a day, was PT48H",
            () -> new Ejection(1, SECOND, Duration.ofDays(2), false)),
        wrong(
            "most: must not be less than 'for', which is PT1S, was PT0.5S",
            () -> new Ejection(1, SECOND, SECOND.dividedBy(2), false)),
        wrong("max: must be 0 (none) or more, was -1", () -> new Retries(-1, Set.of(), 20)),
        wrong("budget: must be 0% to 100%, was 101%", () -> new Retries(1, Set.of(), 101)),
        wrong(
            "idempotency_key: must be 0 (off) to 64MiB, was -1",
            () -> Retries.DEFAULT.withKeptContent(-1)),
        wrong(
            "concurrent: must be 0 (no limit) or more, was -1",
            () -> new Concurrency(-1, 0, SECOND)),
        wrong("queue: must be 0 or more, was -1", () -> new Concurrency(1, -1, SECOND)),
        wrong(
            "per_endpoint: must be 0 (no limit) or more, was -1",
            () -> Concurrency.UNLIMITED.withPerEndpoint(-1)),
        wrong(
            "concurrent: must be a number or adaptive, not both, was 5",
            () -> new Concurrency(5, true, 0, 0, SECOND)),
        wrong(
            "limits.per_endpoint: is for the limits of a backend only; write it into"
                + " backends[].limits, was 3",
            () -> new Route("/", "b").withConcurrency(Concurrency.UNLIMITED.withPerEndpoint(3))),
        wrong(
            "limits.per_endpoint: is for the limits of a backend only; write it into"
                + " backends[].limits, was 3",
            () -> EMPTY.withConcurrency(Concurrency.UNLIMITED.withPerEndpoint(3))),
        wrong(
            "limits.concurrent: must be a number here, because each backend has its own time to"
                + " answer; 'auto' is for backends[].limits and routes[].limits",
            () -> EMPTY.withConcurrency(Concurrency.adaptive(0, SECOND))),
        wrong(
            "queue_timeout: must be more than 0 and at most a day, was PT-1S",
            () -> new Concurrency(1, 1, SECOND.negated())),
        wrong("path: must start with / and hold no blank, was 'health'", () -> Health.of("health")),
        wrong("path: must start with / and hold no blank, was '/a b'", () -> Health.of("/a b")),
        wrong(
            "interval: must be more than 0 and at most a day, was PT0S",
            () -> new Health("/", Duration.ZERO, SECOND, 1, 1)),
        wrong(
            "timeout: must be more than 0 and at most a day, was PT0S",
            () -> new Health("/", SECOND, Duration.ZERO, 1, 1)),
        wrong("fall: must be 1 or more, was 0", () -> new Health("/", SECOND, SECOND, 0, 1)),
        wrong("rise: must be 1 or more, was 0", () -> new Health("/", SECOND, SECOND, 1, 0)));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void wrongValueIsToldWithItsKey(String message, Supplier<?> made) {
    assertThatThrownBy(made::get).isInstanceOf(InvalidConfigException.class).hasMessage(message);
  }

  @Test
  void aLimitIsOneOfThree() {
    Concurrency adaptive = Concurrency.adaptive(5, SECOND).withPerEndpoint(7);
    assertThat(adaptive).isEqualTo(new Concurrency(0, true, 7, 5, SECOND));
    assertThat(adaptive.isUnlimited()).isFalse();
    assertThat(new Concurrency(1, 0, SECOND).isUnlimited()).isFalse();
    assertThat(Concurrency.UNLIMITED.withPerEndpoint(7).isUnlimited()).isTrue();
    assertThat(new Route("/", "b").withConcurrency(Concurrency.adaptive(0, SECOND)).concurrency())
        .isEqualTo(Concurrency.adaptive(0, SECOND));
  }

  @Test
  void eachRuleCanBeChangedAlone() {
    Backend plain = new Backend("b", List.of(LabelMatch.parse("app")));
    assertThat(plain.ejection()).isEqualTo(Ejection.DEFAULT);
    assertThat(plain.retries()).isEqualTo(Retries.DEFAULT);
    assertThat(plain.concurrency()).isEqualTo(Concurrency.UNLIMITED);
    assertThat(plain.health()).isNull();

    Retries none = new Retries(0, Set.of(), 0);
    Concurrency ten = new Concurrency(10, 5, SECOND);
    Backend other =
        plain
            .withEjection(Ejection.OFF)
            .withRetries(none)
            .withConcurrency(ten)
            .withHealth(Health.of("/up"))
            .withBalance("latency");
    assertThat(other.ejection()).isEqualTo(Ejection.OFF);
    assertThat(other.retries()).isEqualTo(none);
    assertThat(other.concurrency()).isEqualTo(ten);
    assertThat(other.health()).isEqualTo(Health.of("/up"));
    assertThat(other.balance()).isEqualTo(Plugin.of("latency"));
    assertThat(other.matchLabels()).isEqualTo(plain.matchLabels());
  }
}
