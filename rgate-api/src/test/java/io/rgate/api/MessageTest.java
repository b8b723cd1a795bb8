package io.rgate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Request.Attribute;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests, responses and their bodies. */
class MessageTest {

  private static Request request(String query) {
    InetSocketAddress client = InetSocketAddress.createUnresolved("client", 1);
    return Request.builder("GET", "/")
        .target("/a%20b", query)
        .peer(new Peer(client, client))
        .build();
  }

  @Test
  void anEmptyQueryIsNotTheSameAsNone() {
    assertThat(request(null).target()).isEqualTo("/a%20b");
    assertThat(request("").target()).isEqualTo("/a%20b?");
    assertThat(request("a=1?").target()).isEqualTo("/a%20b?a=1?");
  }

  @Test
  void aRequestWithOtherPartsKeepsTheRest() {
    Fields fields = Fields.of("a", "b");
    Body body = Body.of("text");

    Request changed = request("q").withFields(fields).withBody(body);

    assertThat(changed.fields()).isSameAs(fields);
    assertThat(changed.body()).isSameAs(body);
    assertThat(changed.method()).isEqualTo("GET");
    assertThat(changed.target()).isEqualTo("/a%20b?q");
    assertThat(changed.client()).isEqualTo(request("q").client());
  }

  @Test
  void methodAndTargetCanBeOthers() {
    Request changed = request("q").withMethod("HEAD").withTarget("/x?y?z");

    assertThat(changed).hasToString("HEAD /x?y?z");
    assertThat(changed.path()).isEqualTo("/x");
    assertThat(changed.withTarget("/x").query()).isNull();
  }

  @Test
  void whatIsAttachedIsFoundByItsOwnKeyOnly() {
    Attribute<String> user = Attribute.of("user", String.class);
    Attribute<String> another = Attribute.of("user", String.class);

    Request changed = request("q").with(user, "ann").with(user, "bob").withMethod("PUT");

    assertThat(changed.attribute(user)).contains("bob");
    assertThat(changed.attribute(another)).isEmpty();
    assertThat(request("q").attribute(user)).isEmpty();
  }

  @Test
  void noContentCanBeClosedAndStaysReadable() throws Exception {
    Body.EMPTY.stream().close();

    assertThat(Body.EMPTY.stream().read()).isEqualTo(-1);
    assertThat(Body.EMPTY.stream().available()).isZero();
  }

  @Test
  void aTextIsSentInUtf8AndSaysSo() throws Exception {
    Response response = Response.text(503, "größer");

    assertThat(response.fields()).isEqualTo(Fields.of("Content-Type", "text/plain; charset=utf-8"));
    assertThat(response.body().length()).isEqualTo(8);
    assertThat(response.body().stream().readAllBytes())
        .isEqualTo("größer".getBytes(StandardCharsets.UTF_8));
    assertThat(response.attempts()).isEqualTo(Attempts.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 101, 199, 600})
  void aResponseHasAFinalStatus(int status) {
    assertThatThrownBy(() -> Response.of(status, Fields.EMPTY, Body.EMPTY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("status must be 200 to 599, was " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 399, 600})
  void aRequestEndsWithAnErrorsStatus(int status) {
    assertThatThrownBy(() -> new StatusException(status, "why"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("status must be 400 to 599, was " + status);
  }

  @Test
  void closingAResponseClosesItsContent() {
    boolean[] closed = {false};
    InputStream stream =
        new ByteArrayInputStream(new byte[1]) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };

    Response.of(200, Fields.EMPTY, new Body(stream, 1)).close();

    assertThat(closed[0]).isTrue();
  }

  @Test
  void contentThatCannotBeClosedIsAnUncheckedError() {
    IOException failure = new IOException("broken");
    InputStream stream =
        new ByteArrayInputStream(new byte[1]) {
          @Override
          public void close() throws IOException {
            throw failure;
          }
        };
    Response response = Response.of(200, Fields.EMPTY, new Body(stream, Body.UNKNOWN));

    assertThatThrownBy(response::close).isInstanceOf(UncheckedIOException.class).hasCause(failure);
  }

  @Test
  void aBodyIsEmptyIfItsLengthIsKnownToBeNothing() {
    assertThat(Body.EMPTY.isEmpty()).isTrue();
    assertThat(Body.of("")).isSameAs(Body.EMPTY);
    assertThat(Body.of("a").isEmpty()).isFalse();
    assertThat(new Body(InputStream.nullInputStream(), Body.UNKNOWN).isEmpty()).isFalse();
    assertThatThrownBy(() -> new Body(InputStream.nullInputStream(), -2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("length must be 0 or more, or -1, was -2");
  }

  @Test
  void whatAClientWantsToGoOnWithCanBeTakenAway() {
    Request wanting = request("q").withUpgrade(List.of("websocket"));
    assertThat(request("q").upgrade()).isEmpty();
    assertThat(wanting.withTarget("/b").upgrade()).containsExactly("websocket");
    assertThat(wanting.withUpgrade(List.of()).upgrade()).isEmpty();
  }

  @Test
  void a101HasATunnelAndNothingElseHas() {
    Response.Tunnel tunnel =
        new Response.Tunnel("x", OutputStream.nullOutputStream(), Duration.ofHours(1));
    Response switching = Response.switching(Fields.EMPTY, InputStream.nullInputStream(), tunnel);
    assertThat(switching.status()).isEqualTo(101);
    assertThat(switching.withFields(Fields.of("a", "b")).tunnel()).isSameAs(tunnel);
    assertThat(Response.text(200, "").tunnel()).isNull();
    assertThatThrownBy(() -> switching.withStatus(200)).hasMessage("status must be 101, was 200");
    assertThatThrownBy(() -> Response.of(101, Fields.EMPTY, Body.EMPTY))
        .hasMessage("status must be 200 to 599, was 101");
  }
}
