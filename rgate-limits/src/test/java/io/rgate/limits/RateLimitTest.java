package io.rgate.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Fields;
import io.rgate.api.Filter;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final Handler ORIGIN = request -> Response.text(200, "served");

  private final TestClock clock = new TestClock();

  private RateLimit.Builder limit(int requests, Duration per) {
    return RateLimit.builder(requests, per).clock(clock);
  }

  private static Response ask(Filter filter, Request request) throws IOException {
    return filter.filter(request, ORIGIN);
  }

  private static int served(Filter filter, Request request) throws IOException {
    int served = 0;
    while (ask(filter, request).status() == 200) {
      served++;
    }
    return served;
  }

  private static Request from(String address, String... fields) {
    return ClientAddressTest.from(address, fields);
  }

  @Test
  void eachClientHasItsRequestsAndGetsThemAnewWithTime() throws Exception {
    try (RateLimit filter = limit(10, Duration.ofSeconds(1)).build()) {
      assertThat(served(filter, from("192.0.2.1"))).isEqualTo(10);
      assertThat(served(filter, from("192.0.2.2"))).isEqualTo(10);

      clock.pass(Duration.ofMillis(300));
      assertThat(served(filter, from("192.0.2.1"))).isEqualTo(3);
      clock.pass(Duration.ofHours(1));
      assertThat(served(filter, from("192.0.2.1"))).isEqualTo(10);
    }
  }

  @Test
  void aBurstMayBeLargerThanWhatComes() throws Exception {
    try (RateLimit filter = limit(10, Duration.ofSeconds(1)).burst(35).build()) {
      assertThat(served(filter, from("192.0.2.1"))).isEqualTo(35);
      clock.pass(Duration.ofSeconds(1));
      assertThat(served(filter, from("192.0.2.1"))).isEqualTo(10);
    }
  }

  @Test
  void oneMoreGets429WithTheTimeToWaitFor() throws Exception {
    try (RateLimit filter = limit(2, Duration.ofSeconds(60)).name("per-client").build()) {
      served(filter, from("192.0.2.1"));
      clock.pass(Duration.ofMillis(500));

      Response refusal = ask(filter, from("192.0.2.1"));

      assertThat(refusal.status()).isEqualTo(429);
      assertThat(new String(refusal.body().stream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("too many requests\n");
      assertThat(refusal.fields().first("Retry-After")).contains("30");
      assertThat(refusal.fields().first("RateLimit-Policy")).contains("\"per-client\";q=2;w=60");
      assertThat(refusal.fields().first("RateLimit")).contains("\"per-client\";r=0;t=30");
    }
  }

  @Test
  void aServedResponseTellsWhatIsLeft() throws Exception {
    try (RateLimit filter = limit(100, Duration.ofSeconds(1)).burst(200).build()) {
      Response first = ask(filter, from("192.0.2.1"));
      assertThat(first.fields().first("RateLimit-Policy")).contains("\"default\";q=100;w=1");
      assertThat(first.fields().first("RateLimit")).contains("\"default\";r=199;t=1");
      assertThat(first.fields().contains("Retry-After")).isFalse();

      for (int i = 0; i < 150; i++) {
        ask(filter, from("192.0.2.1"));
      }
      assertThat(ask(filter, from("192.0.2.1")).fields().first("RateLimit"))
          .contains("\"default\";r=48;t=2");
    }
  }

  @Test
  void aWindowThatHasNoWholeSecondsIsNotTold() throws Exception {
    try (RateLimit filter = limit(5, Duration.ofMillis(100)).build()) {
      assertThat(ask(filter, from("192.0.2.1")).fields().first("RateLimit-Policy"))
          .contains("\"default\";q=5");
    }
  }

  @Test
  void severalLimitsInARowEachAddTheirOwn() throws Exception {
    try (RateLimit outer = limit(100, Duration.ofMinutes(1)).name("outer").by("everyone").build();
        RateLimit inner = limit(1, Duration.ofSeconds(10)).name("inner").build()) {
      Filter both = (request, next) -> outer.filter(request, behind -> inner.filter(behind, next));

      Response served = ask(both, from("192.0.2.1"));
      assertThat(served.fields().all("RateLimit-Policy"))
          .containsExactly("\"inner\";q=1;w=10", "\"outer\";q=100;w=60");
      assertThat(served.fields().all("RateLimit"))
          .containsExactly("\"inner\";r=0;t=10", "\"outer\";r=99;t=1");

      Response refused = ask(both, from("192.0.2.1"));
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.fields().all("RateLimit"))
          .containsExactly("\"inner\";r=0;t=10", "\"outer\";r=98;t=2");
    }
  }

  @Test
  void whatTheOriginSaysStays() throws Exception {
    try (RateLimit filter = limit(1, Duration.ofSeconds(1)).build()) {
      Response response =
          filter.filter(
              from("192.0.2.1"),
              request ->
                  Response.text(200, "x").withFields(Fields.of("RateLimit", "\"theirs\";r=5")));

      assertThat(response.fields().all("RateLimit"))
          .containsExactly("\"theirs\";r=5", "\"default\";r=0;t=1");
    }
  }

  @Test
  void everyoneHasOneLimit() throws Exception {
    try (RateLimit filter = limit(3, Duration.ofSeconds(1)).by("everyone").build()) {
      assertThat(served(filter, from("192.0.2.1"))).isEqualTo(3);
      assertThat(served(filter, from("192.0.2.2"))).isZero();
    }
  }

  @Test
  void countsByAFieldAndWithoutItByAddress() throws Exception {
    try (RateLimit filter = limit(3, Duration.ofSeconds(1)).by("field:X-Api-Key").build()) {
      assertThat(served(filter, from("192.0.2.1", "X-Api-Key", "a"))).isEqualTo(3);
      assertThat(served(filter, from("192.0.2.2", "x-api-key", "a"))).isZero();
      assertThat(served(filter, from("192.0.2.1", "X-Api-Key", "b"))).isEqualTo(3);
      assertThat(served(filter, from("192.0.2.1"))).isEqualTo(3);
      assertThat(served(filter, from("192.0.2.1", "X-Api-Key", "192.0.2.1"))).isEqualTo(3);
    }
  }

  @Test
  void theValueOfAFieldIsNotKept() {
    CountBy by = CountBy.parse("field:X-Api-Key", new ClientAddress(64, List.of()));

    String key = by.key(from("192.0.2.1", "X-Api-Key", "secret".repeat(5_000)));

    assertThat(key).doesNotContain("secret").hasSize(33);
  }

  @Test
  void aNetworkAndWhatIsBehindAProxyAreClients() throws Exception {
    try (RateLimit filter =
        limit(3, Duration.ofSeconds(1))
            .trustedProxies(List.of(io.rgate.api.AddressBlock.parse("10.0.0.0/8")))
            .ipv6Prefix(48)
            .build()) {
      assertThat(served(filter, from("2001:db8:1:1::1"))).isEqualTo(3);
      assertThat(served(filter, from("2001:db8:1:2::2"))).isZero();
      assertThat(served(filter, from("10.1.1.1", "X-Forwarded-For", "2001:db8:1:3::3"))).isZero();
      assertThat(served(filter, from("10.1.1.1", "X-Forwarded-For", "192.0.2.1"))).isEqualTo(3);
    }
  }

  @Test
  void forgetsClientsThatWereNotThereForLongWhereThereAreTooMany() throws Exception {
    try (RateLimit filter = limit(1, Duration.ofHours(1)).maxKeys(50).build()) {
      assertThat(served(filter, from("192.0.2.1"))).isEqualTo(1);
      assertThat(served(filter, from("192.0.2.1"))).isZero();
      for (int i = 0; i < 100; i++) {
        ask(filter, from("198.51.100." + i));
      }
      assertThat(served(filter, from("192.0.2.1"))).isEqualTo(1);
    }
  }

  @Test
  void eachObjectCountsForItself() throws Exception {
    try (RateLimit one = limit(1, Duration.ofSeconds(1)).build();
        RateLimit two = limit(1, Duration.ofSeconds(1)).build()) {
      assertThat(served(one, from("192.0.2.1"))).isEqualTo(1);
      assertThat(served(two, from("192.0.2.1"))).isEqualTo(1);
    }
  }

  @Test
  void wrongValuesAreRefused() {
    RateLimit.Builder builder = limit(1, Duration.ofSeconds(1));
    assertThatThrownBy(() -> limit(0, Duration.ofSeconds(1))).hasMessageContaining("requests");
    assertThatThrownBy(() -> limit(1, Duration.ZERO)).hasMessageContaining("per must be");
    assertThatThrownBy(() -> builder.burst(0)).hasMessageContaining("must be 1 to");
    assertThatThrownBy(() -> builder.name("a\"b")).hasMessageContaining("letters");
    assertThatThrownBy(() -> builder.by("field:a b")).hasMessageContaining("field:NAME");
    assertThatThrownBy(() -> builder.ipv6Prefix(129)).hasMessageContaining("1 to 128");
    assertThatThrownBy(() -> builder.maxKeys(0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> builder.whenAway(WhenAway.LOCAL, 0))
        .hasMessageContaining("1% to 100%");
    assertThatThrownBy(() -> builder.redis("http://a", Duration.ofSeconds(1)))
        .hasMessageContaining("redis://HOST:PORT");
    assertThatThrownBy(() -> builder.redis("redis://a:1", Duration.ofMinutes(2)))
        .hasMessageContaining("timeout");
    assertThatThrownBy(() -> builder.postgresql("jdbc:h2:mem:x", Duration.ofSeconds(1)))
        .hasMessageContaining("jdbc:postgresql://");
  }
}
