package io.rgate.http.h2;

import static io.rgate.testkit.transport.RawHttp2.GOAWAY;
import static io.rgate.testkit.transport.RawHttp2.HEADERS;
import static io.rgate.testkit.transport.RawHttp2.RST_STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.http.DirectFrontProvider;
import io.rgate.testkit.transport.RawHttp2;
import io.rgate.testkit.transport.RawReply;
import io.rgate.transport.ClientGoneException;
import io.rgate.transport.Exchange;
import io.rgate.transport.Exchange.ResponseContent;
import io.rgate.transport.Front;
import io.rgate.transport.FrontProvider.FrontSettings;
import io.rgate.transport.RequestContentException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the front promises of exchanges, on streams of HTTP/2. */
class Http2FrontIT extends Http2Rig {
  private final CountDownLatch released = new CountDownLatch(1);

  @Test
  void aRequestHasItsHeadAndItsResponseItsContent() throws Exception {
    started(exchange -> {
      Exchange.RequestHead head = exchange.head();
      note(head.method() + " " + head.scheme() + " " + head.authority() + " " + head.protocol());
      note(head.fields().toString());
      answerTarget(exchange);
    });
    RawReply reply = http2().get(1, "/a?b", "x-a", "1", "cookie", "a=1", "cookie", "b=2").reply(1);
    assertThat(noted()).isEqualTo("GET http a HTTP/2");
    assertThat(noted()).isEqualTo("host: a\nx-a: 1\ncookie: a=1; b=2\n");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("/a?b");
    assertThat(reply.fields().get("content-length")).isEqualTo("4");
    assertThat(reply.fields().contains("date")).isTrue();
    assertThat(reply.isWhole()).isTrue();
  }

  @Test
  void contentAndTrailersGoBothWays() throws Exception {
    started(exchange -> {
      String content = content(exchange);
      ResponseContent out =
          exchange.respond(200, Fields.of("Connection", "close", "X-Up", "Q"), Body.UNKNOWN);
      out.write(content.getBytes(), 0, content.length());
      out.end(exchange.content().trailers().get());
    });
    RawHttp2 client = http2().post(1, "/", "te", "trailers").data(1, false, "he");
    client.data(1, false, "llo").headers(1, true, "grpc-status", "0", "host", "b");
    RawReply reply = client.reply(1);
    assertThat(reply.text()).isEqualTo("hello");
    assertThat(reply.fields().get("x-up")).isEqualTo("Q");
    assertThat(reply.fields().contains("connection")).isFalse();
    assertThat(reply.sections()).hasSize(2);
    assertThat(reply.sections().get(1)).isEqualTo(Fields.of("grpc-status", "0"));
  }

  @Test
  void aResponseWithoutContentEndsWithItsHead() throws Exception {
    started(exchange -> {
      if (exchange.head().target().equals("/trailers")) {
        exchange.respond(200, Fields.EMPTY, Body.UNKNOWN).end(Fields.of("grpc-status", "12"));
      } else {
        exchange.respond(304, Fields.of("Content-Length", "9"), 7).end();
      }
    });
    RawHttp2 client = http2();
    RawHttp2.Frame head = client.get(1, "/").next(HEADERS);
    assertThat(head.has(RawHttp2.END_STREAM)).isTrue();
    RawReply reply = client.get(3, "/trailers").reply(3);
    assertThat(reply.size()).isZero();
    assertThat(reply.sections().get(1).get("grpc-status")).isEqualTo("12");
  }

  @Test
  void interimResponsesComeFirstAndOnlyThen() throws Exception {
    started(exchange -> {
      exchange.inform(103, Fields.of("Link", "</a>"));
      String content = content(exchange);
      answer(exchange, content);
      exchange.inform(103, Fields.EMPTY);
    });
    RawHttp2 client = http2().post(1, "/", "expect", "100-continue");
    client.next(HEADERS);
    assertThat(client.next(HEADERS).payload()).as("100").contains('1', '0', '0');
    RawReply reply = client.data(1, true, "x").reply(1);
    assertThat(reply.text()).isEqualTo("x");
    assertThat(reply.sections()).hasSize(1);
  }

  @Test
  void aLargeHeadGoesInSeveralFrames() throws Exception {
    String large = "v".repeat(40_000);
    started(exchange -> {
      exchange.respond(200, Fields.of("x-large", large), 0).end();
    });
    RawHttp2 client = http2().get(1, "/");
    RawHttp2.Frame head = client.next(HEADERS);
    assertThat(head.has(RawHttp2.END_HEADERS)).isFalse();
    int size = head.payload().length;
    for (RawHttp2.Frame more = head; !more.has(RawHttp2.END_HEADERS); ) {
      more = client.next(RawHttp2.CONTINUATION);
      size += more.payload().length;
    }
    assertThat(size).isBetween(40_000, 40_200);
  }

  @Test
  void aClientThatResetsIsGone() throws Exception {
    started(exchange -> {
      exchange.onGone(() -> note("gone"));
      note("asked");
      await(released);
      assertThatThrownBy(() -> exchange.respond(200, Fields.EMPTY, 0).end())
          .isInstanceOf(ClientGoneException.class);
      note("refused");
    });
    RawHttp2 client = http2().get(1, "/");
    assertThat(noted()).isEqualTo("asked");
    client.frame(RST_STREAM, 1, 8);
    assertThat(noted()).isEqualTo("gone");
    released.countDown();
    assertThat(noted()).isEqualTo("refused");
  }

  @Test
  void aClientThatEndsTheConnectionIsGone() throws Exception {
    started(exchange -> {
      exchange.onGone(() -> note("gone"));
      ResponseContent out = exchange.respond(200, Fields.EMPTY, Body.UNKNOWN);
      out.flush();
      await(released);
    });
    RawHttp2 client = http2().get(1, "/");
    client.next(HEADERS);
    client.close();
    assertThat(noted()).isEqualTo("gone");
    released.countDown();
  }

  @Test
  void contentThatBreaksOffIsNeverWhole() throws Exception {
    started(exchange -> {
      InputStream in = exchange.content().stream();
      note("read " + in.readNBytes(2).length);
      assertThatThrownBy(in::readAllBytes).isInstanceOf(RequestContentException.class);
      note("broken");
    });
    RawHttp2 client = http2().post(1, "/").data(1, false, "ab");
    assertThat(noted()).isEqualTo("read 2");
    client.frame(RST_STREAM, 1, 8);
    assertThat(noted()).isEqualTo("broken");
  }

  @Test
  void contentThatDoesNotComeIsNotAwaitedForEver() throws Exception {
    started(
        limits(PATIENCE, Duration.ofMillis(100)),
        exchange -> {
          RequestContentException late =
              catchThrowableOfType(RequestContentException.class, () -> content(exchange));
          answer(exchange, "status " + late.status());
        });
    assertThat(http2().post(1, "/").reply(1).text()).isEqualTo("status 408");
  }

  @Test
  void whatAServiceBreaksOffIsReset() throws Exception {
    started(exchange -> {
      if (exchange.head().target().equals("/silent")) {
        return;
      }
      ResponseContent out = exchange.respond(200, Fields.EMPTY, 3);
      out.write(new byte[1], 0, 1);
      out.flush();
      if (exchange.head().target().equals("/short")) {
        assertThatThrownBy(out::end).isInstanceOf(IOException.class);
      }
    });
    RawHttp2 client = http2();
    for (String path : new String[] {"/short", "/forgotten"}) {
      int stream = path.equals("/short") ? 1 : 3;
      RawReply reply = client.get(stream, path).reply(stream);
      assertThat(reply.resetCode()).as(path).isEqualTo(INTERNAL_ERROR);
      assertThat(reply.size()).isEqualTo(1);
    }
    assertThat(client.get(5, "/silent").reply(5).status()).isEqualTo(500);
  }

  @Test
  void anAnswerBeforeTheEndOfTheContentEndsTheStream() throws Exception {
    started(Answers::ok);
    RawHttp2 client = http2().post(1, "/").data(1, false, "a");
    RawReply reply = client.reply(1);
    assertThat(reply.text()).isEqualTo("ok");
    assertThat(client.next(RST_STREAM).number(0)).isZero();
    client.data(1, true, "late"); // was on its way, and is ignored
    assertThat(client.get(3, "/").reply(3).text()).isEqualTo("ok");
  }

  @Test
  void streamsDoNotWaitForEachOther() throws Exception {
    CountDownLatch all = new CountDownLatch(100);
    started(exchange -> {
      all.countDown();
      await(all);
      answerTarget(exchange);
    });
    RawHttp2 client = http2();
    for (int i = 0; i < 100; i++) {
      client.get(2 * i + 1, "/" + i);
    }
    int ended = 0;
    while (ended < 100) {
      RawHttp2.Frame frame = client.next(RawHttp2.DATA);
      assertThat(frame.text()).isEqualTo("/" + frame.stream() / 2);
      ended++;
    }
  }

  @Test
  void drainingServesWhatIsOnItsWayAndSaysGoAwayTwice() throws Exception {
    Front front =
        started(exchange -> {
          note("asked");
          await(released);
          answerOk(exchange);
        });
    RawHttp2 client = http2().get(1, "/");
    assertThat(noted()).isEqualTo("asked");
    FutureTask<Boolean> drain = new FutureTask<>(() -> front.drain(PATIENCE));
    Thread.ofVirtual().start(drain);
    assertThat(client.next(GOAWAY).number(0)).isEqualTo(Integer.MAX_VALUE);
    RawHttp2.Frame ping = client.next(RawHttp2.PING);
    client.get(3, "/"); // was on its way
    assertThat(noted()).isEqualTo("asked");
    client.frame(RawHttp2.PING, 1, 0, ping.payload());
    assertThat(client.next(GOAWAY).number(0)).isEqualTo(3);
    client.get(5, "/"); // is not served: the client knows that
    released.countDown();
    assertThat(client.reply(3).text()).isEqualTo("ok");
    assertThat(client.endCode()).isZero();
    assertThat(drain.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    assertThat(nothingNoted()).isTrue();
  }

  @Test
  void drainingEndsIdleConnections() throws Exception {
    Front front = started(Answers::ok);
    RawHttp2 client = http2();
    assertThat(client.get(1, "/").reply(1).text()).isEqualTo("ok");
    assertThat(front.drain(PATIENCE)).isTrue();
    assertThat(client.endCode()).isZero();
  }

  @Test
  void withoutHttp2ThePrefaceIsRefused() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Front front = new DirectFrontProvider().bind(FrontSettings.of(any).withHttp2Streams(0))) {
      front.start(service(Answers::ok));
      try (RawHttp2 client = RawHttp2.greeted(front.address().getPort())) {
        assertThat(client.next().text()).as("text, and no frame").contains("505");
      }
      assertThat(refused.poll(5, TimeUnit.SECONDS)).isEqualTo(505);
    }
  }
}
