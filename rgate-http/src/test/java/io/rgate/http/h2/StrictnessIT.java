package io.rgate.http.h2;

import static io.rgate.testkit.transport.RawHttp2.HEADERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.testkit.transport.RawHttp2;
import io.rgate.testkit.transport.RawReply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would be read as something else in HTTP/1.1 never reaches a service. */
class StrictnessIT extends Http2Rig {
  private static final List<String> USUAL =
      List.of(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/");

  private RawReply ask(List<String> fields) throws Exception {
    started(Answers::ok);
    RawHttp2 client = http2();
    RawReply reply = client.headers(1, true, fields.toArray(String[]::new)).reply(1);
    assertThat(client.get(3, "/").reply(3).text()).as("the connection goes on").isEqualTo("ok");
    return reply;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Upper|1",
        "x y|1",
        "x:y|1",
        "|1",
        "x\u0000|1",
        "x\r\ny|1",
        "x|a\r\nb: c",
        "x|a\u0000",
        "x|a\nb",
        "x| a",
        "x|a ",
        "x|\u007f",
        "connection|close",
        "keep-alive|1",
        "proxy-connection|1",
        "transfer-encoding|chunked",
        "upgrade|h2c",
        "te|gzip",
        "host|b",
        "content-length|1",
        "content-length|+0",
        "content-length|0,0",
        ":path|/twice",
        ":protocol|websocket",
        ":status|200",
        ":unknown|1"
      })
  void aFieldThatMustNotBe(String field) throws Exception {
    List<String> fields = new ArrayList<>(USUAL);
    fields.addAll(Arrays.asList(field.split("\\|", -1)));
    assertThat(ask(fields).resetCode()).isEqualTo(PROTOCOL_ERROR);
    assertThat(refused).containsExactly(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":method=GET :scheme=http :authority=a",
        ":method=GET :authority=a :path=/",
        ":scheme=http :authority=a :path=/",
        ":method=GET :scheme=http :authority=a :path=",
        ":method=G(T :scheme=http :authority=a :path=/",
        ":method=GET :scheme=http x=1 :authority=a :path=/",
        ":method=GET :method=GET :scheme=http :authority=a :path=/",
        ":method=CONNECT :scheme=http :authority=a :path=/",
        ":method=GET :scheme=http :path=/ host=a host=a",
        ":method=GET :scheme=http :authority=a :path=/ content-length=0 content-length=0"
      })
  void aHeadThatIsNone(String head) throws Exception {
    List<String> fields = new ArrayList<>();
    for (String field : head.split(" ")) {
      fields.addAll(List.of(field.split("=", 2)));
    }
    assertThat(ask(fields).resetCode()).isEqualTo(PROTOCOL_ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "a", "http://a/", "/ b", "/\u00e4"})
  void aTargetThatIsNone(String path) throws Exception {
    RawReply reply =
        ask(List.of(":method", "GET", ":scheme", "http", ":authority", "a", ":path", path));
    assertThat(reply.status()).isEqualTo(400);
  }

  @Test
  void whatIsAllowedIsServed() throws Exception {
    started(exchange -> answer(exchange, exchange.head().fields().toString()));
    RawHttp2 client = http2();
    assertThat(client.get(1, "/", "te", "trailers", "host", "A", "x", "").reply(1).text())
        .isEqualTo("host: a\nte: trailers\nx: \n");
    RawReply noAuthority =
        client
            .headers(3, true, ":method", "GET", ":scheme", "http", ":path", "/", "host", "h")
            .reply(3);
    assertThat(noAuthority.text()).isEqualTo("host: h\n");
    RawReply all =
        client.headers(5, true, ":method", "OPTIONS", ":scheme", "http", ":path", "*").reply(5);
    assertThat(all.status()).isEqualTo(200);
    assertThat(client.headers(7, true, ":method", "CONNECT", ":authority", "a:1").reply(7).status())
        .as("the gateway refuses it, not the front")
        .isEqualTo(200);
  }

  @Test
  void contentOfAnotherLengthThanDeclaredIsRefused() throws Exception {
    started(StrictnessIT::echo);
    RawHttp2 client = http2();
    client.post(1, "/", "content-length", "3").data(1, true, "ab");
    assertThat(client.reply(1).resetCode()).isEqualTo(PROTOCOL_ERROR);
    client.post(3, "/", "content-length", "3").data(3, false, "abcd");
    assertThat(client.reply(3).resetCode()).isEqualTo(PROTOCOL_ERROR);
    client.post(5, "/", "content-length", "3").data(5, true, "abc");
    assertThat(client.reply(5).text()).isEqualTo("abc");
  }

  @Test
  void trailersAreNoPlaceForPseudoFields() throws Exception {
    started(StrictnessIT::echo);
    RawHttp2 client = http2().post(1, "/").headers(1, true, ":path", "/b");
    assertThat(client.reply(1).resetCode()).isEqualTo(PROTOCOL_ERROR);
    client.post(3, "/").headers(3, false, "x", "1");
    assertThat(client.reply(3).resetCode()).isEqualTo(PROTOCOL_ERROR);
    assertThat(client.get(5, "/").reply(5).status()).isEqualTo(200);
  }

  @Test
  void anUpgradeToH2cIsPassedOver() throws Exception {
    started(Answers::ok);
    String request =
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
            + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n";
    assertThat(client().send(request).response().content()).isEqualTo("ok");
  }

  @Test
  void aCompressionThatFailsEndsTheConnection() throws Exception {
    started(Answers::ok);
    assertThat(http2().frame(HEADERS, 5, 1, new byte[] {(byte) 0xff, 0x7f}).endCode())
        .as("COMPRESSION_ERROR")
        .isEqualTo(9);
  }
}
