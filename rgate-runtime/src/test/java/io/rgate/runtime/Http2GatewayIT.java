package io.rgate.runtime;

import static io.rgate.testkit.transport.RawHttp2.DATA;
import static io.rgate.testkit.transport.RawHttp2.HEADERS;
import static io.rgate.testkit.transport.RawHttp2.RST_STREAM;
import static io.rgate.testkit.transport.RawHttp2.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Forwarding;
import io.rgate.spi.Sample;
import io.rgate.spi.Sample.Outcome;
import io.rgate.testkit.transport.RawHttp2;
import io.rgate.testkit.transport.RawReply;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Clients of HTTP/2 by prior knowledge, and origins of HTTP/1.1. */
class Http2GatewayIT extends GatewayRig {
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final Recording samples = new Recording();
  private Gateway gateway;

  private RawHttp2 to(RawOrigin origin) throws Exception {
    gateway = gateway(builder(Forwarding.DEFAULT, origin).stats(samples));
    return open(RawHttp2.greeted(gateway.port()));
  }

  @Test
  void aRequestReachesTheOriginAsHttp11() throws Exception {
    RawOrigin origin = answering(OK);
    RawReply reply =
        to(origin).get(1, "/a?b", "cookie", "a=1", "cookie", "b=2", "te", "trailers").reply(1);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("ok");
    assertThat(reply.fields().contains("x-request-id")).isTrue();
    Message request = origin.request();
    assertThat(request.startLine()).isEqualTo("GET /a?b HTTP/1.1");
    assertThat(request.all("Host")).containsExactly("a");
    assertThat(request.all("Cookie")).containsExactly("a=1; b=2");
    assertThat(request.first("Via")).isEqualTo("2 rgate");
    assertThat(request.first("X-Forwarded-Host")).isEqualTo("a");
    assertThat(samples.next().status()).isEqualTo(200);
  }

  @Test
  void contentStreamsBothWaysAtOnce() throws Exception {
    RawOrigin origin =
        origin((wire, self) -> {
          wire.head();
          wire.send(CHUNKED);
          for (int i = 0; i < 3; i++) {
            assertThat(wire.text(6)).isEqualTo("1\r\n" + i + "\r\n");
            wire.send("1\r\n" + i + "\r\n");
          }
          String end = "0\r\nx-checksum: 1\r\n\r\n";
          assertThat(wire.text(end.length())).isEqualTo(end);
          wire.send("0\r\nX-Trailer: 1\r\n\r\n");
        });
    RawHttp2 client = to(origin).post(1, "/");
    for (int i = 0; i < 3; i++) {
      assertThat(client.data(1, false, "" + i).next(DATA).text()).isEqualTo("" + i);
    }
    RawReply rest = client.headers(1, true, "x-checksum", "1").reply(1);
    assertThat(rest.isWhole()).isTrue();
    assertThat(rest.sections().getLast()).hasToString("x-trailer: 1\n");
  }

  @Test
  void aHundredStreamsAtOnce() throws Exception {
    CountDownLatch all = new CountDownLatch(100);
    RawOrigin origin =
        origin((wire, self) -> {
          String target = wire.head().split(" ")[1];
          all.countDown();
          assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
          String length = "Content-Length: " + target.length();
          wire.send("HTTP/1.1 200 OK\r\n" + length + "\r\n\r\n" + target);
        });
    RawHttp2 client = to(origin);
    for (int i = 0; i < 100; i++) {
      client.get(2 * i + 1, "/" + i);
    }
    Set<Integer> ended = new HashSet<>();
    while (ended.size() < 100) {
      RawHttp2.Frame frame = client.next(DATA);
      assertThat(frame.text()).isEqualTo("/" + frame.stream() / 2);
      ended.add(frame.stream());
    }
  }

  @Test
  void aResetCancelsTheOriginsExchangeAndNoOther() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    RawOrigin origin =
        origin((wire, self) -> {
          if (wire.head().startsWith("GET /slow ")) {
            wire.send(CHUNKED + "1\r\nx\r\n");
            assertThat(wire.read()).isEqualTo(-1);
            left.countDown();
          } else {
            wire.send(OK);
          }
        });
    RawHttp2 client = to(origin).get(1, "/slow");
    assertThat(client.next(DATA).text()).isEqualTo("x");
    client.frame(RST_STREAM, 1, 8);
    assertThat(left.await(20, TimeUnit.SECONDS)).as("the origin was left").isTrue();
    Sample sample = samples.next();
    assertThat(sample.status()).isEqualTo(499);
    assertThat(sample.outcome()).isEqualTo(Outcome.CLIENT_GONE);
    assertThat(client.get(3, "/").reply(3).text()).isEqualTo("ok");
  }

  @Test
  void anAnswerThatBreaksOffIsReset() throws Exception {
    RawOrigin origin = answeringOnce("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
    RawReply reply = to(origin).get(1, "/").reply(1);
    assertThat(reply.text()).isEqualTo("abc");
    assertThat(reply.isWhole()).isFalse();
    assertThat(reply.resetCode()).isEqualTo(2);
  }

  @Test
  void whatTheGatewayRefusesIsAnsweredAndTheConnectionGoesOn() throws Exception {
    RawHttp2 client = to(answering(OK));
    assertThat(client.get(1, "/../x").reply(1).status()).isEqualTo(400);
    assertThat(client.headers(3, true, ":method", "CONNECT", ":authority", "a:1").reply(3).status())
        .isEqualTo(501);
    RawReply noHost =
        client.headers(5, true, ":method", "GET", ":scheme", "http", ":path", "/").reply(5);
    assertThat(noHost.status()).isEqualTo(400);
    assertThat(client.get(7, "/").reply(7).status()).isEqualTo(200);
  }

  @Test
  void curlAndNghttpAndH2load() throws Exception {
    to(answering(OK));
    String url = "http://127.0.0.1:" + gateway.port();
    String curl = Programs.required("curl");
    String[] options = {"-sS", "-m", "30", "-w", " %{http_version} %{http_code}"};
    assertThat(
            Programs.run(
                curl,
                "--http2-prior-knowledge",
                options[0],
                options[1],
                options[2],
                options[3],
                options[4],
                "-d",
                "x=1",
                url + "/"))
        .isEqualTo("ok 2 200");
    assertThat(Programs.run(Programs.required("nghttp"), url + "/")).isEqualTo("ok");
    String report =
        Programs.run(Programs.required("h2load"), "-n", "3000", "-c", "4", "-m", "250", url + "/a");
    assertThat(report).contains("3000 succeeded, 0 failed, 0 errored, 0 timeout");
  }

  /** Case for case as RFC 9113 and RFC 7541 say: all of them. */
  @EnabledIfSystemProperty(named = "rgate.long", matches = "true")
  @Test
  void h2spec() throws Exception {
    String h2spec = Programs.required("h2spec");
    to(
        origin((wire, self) -> {
          for (Message request = self.next(wire); request != null; request = self.next(wire)) {
            // Some cases need a few bytes of content.
            String response = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n";
            wire.send(
                request.startLine().startsWith("HEAD ") ? response : response + "hello world");
          }
        }));
    String report =
        Programs.run(h2spec, "-h", "127.0.0.1", "-p", String.valueOf(gateway.port()), "-o", "5");
    assertThat(report).contains("146 tests, 146 passed, 0 skipped, 0 failed");
  }

  @EnabledIfSystemProperty(named = "rgate.long", matches = "true")
  @Test
  void aGibibyteDoesNotPileUp() throws Exception {
    long size = 1L << 30;
    byte[] piece = new byte[1 << 16];
    RawOrigin origin =
        origin((wire, self) -> {
          wire.head();
          wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
          for (long sent = 0; sent < size; sent += piece.length) {
            wire.send(piece);
          }
        });
    RawHttp2 client = to(origin).get(1, "/").frame(WINDOW_UPDATE, 0, 1 << 20);
    client.frame(WINDOW_UPDATE, 1, 1 << 20).next(HEADERS);
    long came = 0;
    long most = 0;
    int unreturned = 0;
    while (came < size) {
      RawHttp2.Frame frame = client.next(DATA);
      came += frame.payload().length;
      unreturned += frame.payload().length;
      if (unreturned > 1 << 19) {
        client.frame(WINDOW_UPDATE, 0, unreturned).frame(WINDOW_UPDATE, 1, unreturned);
        unreturned = 0;
      }
      if (came % (1 << 27) < 16 * 1024) {
        most = Math.max(most, usedAfterCollection());
      }
    }
    assertThat(came).isEqualTo(size);
    assertThat(most).as("bytes of heap").isLessThan(200L << 20);
  }

  private static long usedAfterCollection() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
