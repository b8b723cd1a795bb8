package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Fields;
import io.rgate.api.Filter;
import io.rgate.api.Forwarding;
import io.rgate.api.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What filters see of tunnels, and what they can do; and fronts and upstreams without tunnels. */
class TunnelFilterIT extends TunnelRig {

  private void gateway(Filter filter, RawOrigin origin) {
    gateway(builder(Forwarding.DEFAULT, origin).filter(filter));
  }

  @Test
  void aFilterSeesTheOfferAndTheAnswerAndMayChangeFields() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>();
    gateway(
        (request, next) -> {
          Response response = next.handle(request.withFields(request.fields().with("X-Up", "1")));
          Response.Tunnel tunnel = response.tunnel();
          seen.set(request.upgrade() + " " + response.status() + " " + tunnel.protocol());
          return response.withFields(response.fields().with("X-Down", "2"));
        },
        echo());
    Wire client = client().send(HANDSHAKE);
    assertThat(client.head()).startsWith("HTTP/1.1 101 ").contains("\r\nX-Down: 2\r\n");
    assertThat(client.send("x").text(1)).isEqualTo("x");
    assertThat(seen.get()).isEqualTo("[websocket] 101 websocket");
  }

  @Test
  void aFilterMayHaveTheRequestGoOnWithoutItsOffer() throws Exception {
    RawOrigin origin = answering(OK);
    gateway((request, next) -> next.handle(request.withUpgrade(List.of())), origin);
    assertThat(ask(HANDSHAKE).status()).isEqualTo(200);
    assertThat(origin.request().has("Upgrade")).isFalse();
  }

  @Test
  void aFilterMayRefuseTheAnswer() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    gateway(
        (request, next) -> {
          try (Response response = next.handle(request)) {
            return Response.text(403, "no " + response.status());
          }
        },
        switching(
            SWITCHED,
            wire -> {
              assertThat(wire.read()).isEqualTo(-1);
              left.countDown();
            }));
    Wire client = client();
    assertThat(client.send(HANDSHAKE).response().text()).isEqualTo("no 101");
    assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(client.send(HANDSHAKE).response().text()).isEqualTo("no 101");
  }

  @Test
  void aFilterMayBeTheFarSideItself() throws Exception {
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    gateway(
        (request, next) ->
            Response.switching(
                Fields.EMPTY,
                new ByteArrayInputStream(new byte[] {'h', 'i'}),
                new Response.Tunnel("websocket", got, Duration.ofSeconds(10))),
        answering(OK));
    Wire client = inTunnel(HANDSHAKE).send("hello");
    client.endOutput();
    assertThat(client.rest()).isEqualTo("hi");
    eventually("all has come", () -> got.toString().equals("hello"));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECT")
  void withoutTunnelsAWebSocketGets501AndOtherOffersAreIgnored(GatewayKind kind) throws Exception {
    RawOrigin origin = answering(OK);
    gateway(builder(ANY, origin).front(kind.front()).upstream(kind.upstream()));
    assertThat(ask(TO_ANY).status()).isEqualTo(200);
    assertThat(origin.request().has("Upgrade")).isFalse();
    gateway(builder(Forwarding.DEFAULT, origin).front(kind.front()).upstream(kind.upstream()));
    assertThat(ask(HANDSHAKE).status()).isEqualTo(501);
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void theJdksClientHasNoTunnels() throws Exception {
    RawOrigin origin = answering(OK);
    gateway(builder(Forwarding.DEFAULT, origin).upstream(GatewayKind.JDK.upstream()));
    assertThat(ask(HANDSHAKE).status()).isEqualTo(501);
    assertThat(origin.requests()).isEmpty();
  }
}
