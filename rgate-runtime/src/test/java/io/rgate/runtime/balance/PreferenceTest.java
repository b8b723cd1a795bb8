package io.rgate.runtime.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Attempt;
import io.rgate.api.Attempts;
import io.rgate.api.Backend;
import io.rgate.api.Body;
import io.rgate.api.Endpoint;
import io.rgate.api.Fields;
import io.rgate.api.Forwarding.Sticky;
import io.rgate.api.Forwarding.Sticky.SameSite;
import io.rgate.api.Forwarding.Sticky.Secure;
import io.rgate.api.LabelMatch;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.runtime.balance.Pick.Kind;
import io.rgate.runtime.balance.Pool.Fault;
import io.rgate.runtime.balancer.RandomBalancer;
import io.rgate.runtime.balancer.RoundRobinProvider;
import io.rgate.spi.Balancer;
import io.rgate.spi.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which endpoints go before the others: by cookie, by zone; and who chooses while some are out. */
class PreferenceTest {
  private static final Request GET = Request.builder("GET", "/").build();
  private static final Backend PLAIN = new Backend("b", List.of(LabelMatch.parse("b")));
  private static final Backend STICKY = PLAIN.withSticky(new Sticky("AT"));

  private final EndpointStates states = new EndpointStates();

  private static Endpoint endpoint(String id, String zone) {
    return new Endpoint(id, URI.create("http://" + id), Map.of("rgate.zone", zone));
  }

  private Pool pool(Backend backend, Balancer balancer, Endpoint... endpoints) {
    return Pool.of(
        List.of(endpoints), Pool.Rules.of(backend, balancer, "here"), new Pool.Shared(states));
  }

  private Pool pool(Backend backend, Endpoint... endpoints) {
    return pool(backend, RandomBalancer.INSTANCE, endpoints);
  }

  private void fail(Pool pool, String id, Fault fault, int times) {
    Endpoint endpoint =
        pool.endpoints().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    for (int i = 0; i < times; i++) {
      pool.failed(new Pick(endpoint, states.of(id), Kind.USUAL), fault, "test");
    }
  }

  private static Set<String> picked(Pool pool, Request request, Attempt... attempts) {
    Set<String> ids = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      ids.add(pool.pick(request, true, List.of(attempts)).endpoint().id());
    }
    return ids;
  }

  @Test
  void theZoneGetsAllWhileAtLeastHalfOfItWorks() {
    Pool pool =
        pool(
            PLAIN,
            endpoint("a", "here"),
            endpoint("b", "here"),
            endpoint("c", "here"),
            endpoint("d", "there"));
    assertThat(picked(pool, GET)).containsExactly("a", "b", "c");
    fail(pool, "a", Fault.MESSAGE, 2);
    assertThat(picked(pool, GET)).containsExactly("b", "c");
    fail(pool, "b", Fault.MESSAGE, 2);
    assertThat(picked(pool, GET)).containsExactly("c", "d");
    fail(pool, "c", Fault.MESSAGE, 2);
    assertThat(picked(pool, GET)).containsExactly("d");
  }

  @Test
  void anotherAttemptStaysInTheZoneWhileThereIsOne() {
    Pool pool = pool(PLAIN, endpoint("a", "here"), endpoint("b", "here"), endpoint("c", "there"));
    assertThat(picked(pool, GET, Attempt.at("a"))).containsExactly("b");
    assertThat(picked(pool, GET, Attempt.at("a"), Attempt.at("b"))).containsExactly("c");
  }

  @Test
  void whereNoEndpointIsInTheZoneAllAreTheSame() {
    assertThat(picked(pool(PLAIN, endpoint("a", "x"), endpoint("b", "y")), GET))
        .containsExactly("a", "b");
  }

  private static Request from(String id) {
    return Request.builder("GET", "/")
        .fields(Fields.of("Cookie", "x=1; AT=" + StickyCookie.value(id)))
        .build();
  }

  @Test
  void clientStaysWhereItWasInAnotherZoneToo() {
    Pool pool = pool(STICKY, endpoint("a", "here"), endpoint("b", "there"), endpoint("c", "here"));
    assertThat(picked(pool, GET)).containsExactly("a", "c");
    assertThat(picked(pool, from("b"))).containsExactly("b");
    assertThat(picked(pool, from("gone"))).containsExactly("a", "c");
  }

  @Test
  void clientMovesWhileItsEndpointDoesNotWork() {
    Pool pool = pool(STICKY, endpoint("a", ""), endpoint("b", ""), endpoint("c", ""));
    fail(pool, "a", Fault.CONNECT, 1);
    assertThat(picked(pool, from("a"))).containsExactly("b", "c");
    fail(pool, "b", Fault.MESSAGE, 1);
    assertThat(picked(pool, from("b"))).containsExactly("b");
    fail(pool, "b", Fault.MESSAGE, 1);
    assertThat(picked(pool, from("b"))).containsExactly("c");
    states.of("c").down(true);
    assertThat(picked(pool, from("c"))).doesNotContain("c");
  }

  @Test
  void drainedOneKeepsItsClientsAndGetsNoOthers() {
    Pool pool = pool(STICKY, endpoint("a", "").withWeight(0), endpoint("b", ""));
    assertThat(picked(pool, GET)).containsExactly("b");
    assertThat(picked(pool, from("a"))).containsExactly("a");
    fail(pool, "a", Fault.MESSAGE, 2);
    assertThat(picked(pool, from("a"))).containsExactly("b");
    // Nothing probes it, so it must not make every request look closer.
    assertThat(states.isTroubled()).isFalse();
  }

  private static Response answer(int status, String... tried) {
    List<Attempt> attempts = Stream.of(tried).map(Attempt::at).toList();
    return Response.of(status, Fields.of("X", "y"), Body.EMPTY)
        .withAttempts(new Attempts("r", "b", attempts));
  }

  private static List<String> cookies(Sticky rules, Request request, Response response) {
    return new StickyCookie(rules, List.of())
        .withCookie(request, response)
        .fields()
        .all("Set-Cookie");
  }

  @Test
  void cookieIsSetForTheEndpointThatAnsweredIfTheClientHasAnother() {
    Sticky rules = new Sticky("AT");
    String forB = "AT=" + StickyCookie.value("b") + "; Path=/; HttpOnly; SameSite=Lax";
    assertThat(cookies(rules, GET, answer(200, "b"))).containsExactly(forB);
    assertThat(cookies(rules, from("a"), answer(404, "a", "b"))).containsExactly(forB);
    assertThat(cookies(rules, from("b"), answer(200, "a", "b"))).isEmpty();
    assertThat(cookies(rules, GET, answer(503, "b"))).isEmpty();
    assertThat(cookies(rules, GET, answer(200))).isEmpty();
  }

  static Stream<Arguments> attributes() {
    Sticky plain = new Sticky("AT");
    return Stream.of(
        Arguments.of(plain, "http", "; Path=/; HttpOnly; SameSite=Lax"),
        Arguments.of(plain, "https", "; Path=/; HttpOnly; Secure; SameSite=Lax"),
        Arguments.of(
            plain.withSecure(Secure.TRUE).withSameSite(SameSite.NONE),
            "http",
            "; Path=/; HttpOnly; Secure; SameSite=None"),
        Arguments.of(
            plain
                .withSecure(Secure.FALSE)
                .withHttpOnly(false)
                .withPath("/shop")
                .withMaxAge(Duration.ofHours(2))
                .withSameSite(SameSite.STRICT),
            "https",
            "; Path=/shop; Max-Age=7200; SameSite=Strict"));
  }

  @ParameterizedTest
  @MethodSource("attributes")
  void cookieHasTheAttributesThatAreAskedFor(Sticky rules, String scheme, String attributes) {
    Request request = Request.builder("GET", "/").scheme(scheme).build();
    assertThat(cookies(rules, request, answer(200, "a")))
        .containsExactly("AT=" + StickyCookie.value("a") + attributes);
  }

  @Test
  void valueIsTheSameEverywhereAndDoesNotHoldTheId() {
    // Another gateway, of another version too, must know its clients again.
    assertThat(StickyCookie.value("http://10.0.0.1:8080")).isEqualTo("sEHohAENqbnG");
    assertThat(StickyCookie.value("a")).matches("[A-Za-z0-9_-]{12}").isNotEqualTo("a");
  }

  @Test
  void turnsGoOnWhileOneIsOutAndNoChooserIsMadeForEachRequest() {
    AtomicInteger made = new AtomicInteger();
    Balancer turns = new RoundRobinProvider().create(Settings.of(Map.of()));
    Balancer counted =
        endpoints -> {
          made.incrementAndGet();
          return turns.chooser(endpoints);
        };
    Pool pool = pool(PLAIN, counted, endpoint("a", ""), endpoint("b", ""), endpoint("c", ""));
    fail(pool, "a", Fault.MESSAGE, 2);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ids.add(pool.pick(GET, true, List.of()).endpoint().id());
    }
    assertThat(ids).containsExactly("b", "c", "b", "c");
    assertThat(made).hasValue(2);
  }

  @Test
  void choosersOfManySetsAreForgotten() {
    Endpoint[] many = new Endpoint[12];
    for (int i = 0; i < many.length; i++) {
      many[i] = endpoint("e" + i, "");
    }
    Pool pool = pool(PLAIN, many);
    // 66 pairs of two that were tried: more sets than are kept.
    for (int i = 0; i < many.length; i++) {
      for (int k = 0; k < i; k++) {
        Attempt[] tried = {Attempt.at("e" + i), Attempt.at("e" + k)};
        assertThat(picked(pool, GET, tried)).hasSize(10).doesNotContain("e" + i, "e" + k);
      }
    }
  }

  @Test
  void oneThatHasGoneIsForgottenThoughItWasOut() {
    Pool pool = pool(PLAIN, endpoint("a", ""), endpoint("b", ""));
    fail(pool, "a", Fault.MESSAGE, 2);
    assertThat(states.of("a").isOut()).isTrue();
    states.started(pool.endpoints().subList(1, 2), pool.endpoints());
    assertThat(states.of("a").isOut()).isFalse();
  }
}
