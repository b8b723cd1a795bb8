package io.rgate.testkit.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Limits;
import io.rgate.transport.Exchange;
import io.rgate.transport.Exchange.RequestHead;
import io.rgate.transport.RequestContentException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a front reads requests: heads, limits, content, and what follows on the connection. */
abstract class FrontRequestCases extends FrontLifeCases {
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

  private static Limits limits(Duration clientIdle) {
    return new Limits(10, 2_000, 1_000, Duration.ofSeconds(10), clientIdle);
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  /** Answers in any case, and notes the status of what reading the content has thrown. */
  private void answerWhateverComes(Exchange exchange) throws IOException {
    try {
      note("read " + content(exchange));
    } catch (RequestContentException e) {
      note("status " + e.status());
    }
    answerOk(exchange);
  }

  @Test
  void aHeadComesAsItWasSent() throws Exception {
    serve(exchange -> {
      RequestHead head = exchange.head();
      note(head.method() + " " + head.scheme() + " " + head.target() + " " + head.protocol());
      note(String.valueOf(head.authority()));
      note(String.join(",", head.fields().all("x-a")));
      note(String.valueOf(head.fields().get("Connection")));
      note(head.fields().size() + " " + exchange.peer().local().getPort());
      answerOk(exchange);
    });
    RawConnection client =
        client()
            .send("M-x /a%2F/../b?c=%20&d HTTP/1.1\r\nHost: h\r\nX-a: 1\r\nX-A:\t 2 \r\n")
            .send("Connection: x\r\n\r\n");
    assertThat(client.response().content()).isEqualTo("ok");
    assertThat(noted()).isEqualTo("M-x " + scheme() + " /a%2F/../b?c=%20&d HTTP/1.1");
    assertThat(noted()).isEqualTo("null");
    assertThat(noted()).isEqualTo("1,2");
    assertThat(noted()).isEqualTo("x");
    assertThat(noted()).isEqualTo("4 " + client.socket().getPort());
  }

  @Test
  void fieldsComeInTheirCaseAndOrder() throws Exception {
    needs(Ability.FIELD_CASE, "this front keeps no case and no order");
    serve(exchange -> answer(exchange, exchange.head().fields().toString()));
    assertThat(ask("GET / HTTP/1.1\r\nx-B: 1\r\nHost: h\r\nX-a: 2\r\nx-A: 3\r\n\r\n").content())
        .isEqualTo("x-B: 1\nHost: h\nX-a: 2\nx-A: 3\n");
  }

  @Test
  void oddTargetsComeAsTheyAre() throws Exception {
    needs(Ability.RAW_TARGETS, "this front takes no target that is no URI");
    serve(FrontRig::answerTarget);
    for (String target : new String[] {"/a|b", "/[x]?{\"y\"}", "//a//b", "/%zz"}) {
      assertThat(ask(get(target)).content()).isEqualTo(target);
    }
  }

  @Test
  void valuesBeyondAsciiComeByteForByte() throws Exception {
    needs(Ability.OBS_TEXT, "this front takes only ASCII");
    serve(exchange -> answer(exchange, String.valueOf(exchange.head().fields().get("X"))));
    String value = "gr\u00fcn \u0080\u00ff";
    assertThat(ask("GET / HTTP/1.1\r\nHost: a\r\nX: " + value + "\r\n\r\n").content())
        .isEqualTo(value);
  }

  @Test
  void whatExceedsALimitIsRefusedByTheFront() throws Exception {
    serve(limits(PATIENCE), FrontRig::answerOk);
    assertRefused(431, "GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(10) + "\r\n", true);
    assertRefused(431, "GET / HTTP/1.1\r\nX: " + "y".repeat(2_000) + "\r\n\r\n", true);
    assertRefused(414, get("/" + "y".repeat(1_000)), true);
    assertThat(ask(get("/" + "y".repeat(999))).content()).isEqualTo("ok");
  }

  @Test
  void whatIsNoRequestIsRefusedByTheFront() throws Exception {
    serve(exchange -> {
      note("served");
      answerOk(exchange);
    });
    for (String request :
        new String[] {
          "GET /\r\n\r\n",
          "GET / HTTP/1.1\r\nX : y\r\n\r\n",
          "GET / HTTP/1.1\r\nno field\r\n\r\n",
          POST + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
          POST + "Content-Length: +1\r\n\r\n",
          POST + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        }) {
      assertRefused(400, request, has(Ability.TELLS_REFUSALS));
    }
    RawConnection client = client().send(POST + "Transfer-Encoding: gzip\r\n\r\n" + GET);
    assertThat(client.response().status()).isIn(400, 501);
    assertThat(client.rest()).isEmpty();
    assertThat(nothingNoted()).isTrue();
  }

  private void assertRefused(int status, String request, boolean told) throws Exception {
    refused.clear();
    RawConnection client = client().send(request + GET);
    RawMessage response = client.response();
    assertThat(response.status()).as(request).isEqualTo(status);
    assertThat(response.field("Connection")).as(request).isEqualToIgnoringCase("close");
    assertThat(client.rest()).as("nothing follows " + request).isEmpty();
    if (told) {
      assertThat(refused).as(request).containsExactly(status);
    }
  }

  @Test
  void requestsInOnePacketAreAnsweredInTheirOrder() throws Exception {
    serve(FrontRig::answerTarget);
    RawConnection client = client().send(get("/1") + get("/2") + get("/3") + get("/4"));
    for (int i = 1; i <= 4; i++) {
      assertThat(client.response().content()).isEqualTo("/" + i);
    }
    assertThat(client.send(get("/5")).response().content()).isEqualTo("/5");
  }

  @Test
  void aClientMayEndTheConnection() throws Exception {
    serve(FrontRig::answerOk);
    RawConnection client = client().send(POST + "Connection: x, close\r\n\r\n" + GET);
    assertThat(client.response().field("Connection")).isEqualTo("close");
    assertThat(client.rest()).isEmpty();
    RawConnection old = client().send(GET_10 + GET_10);
    assertThat(old.response().content()).isEqualTo("ok");
    assertThat(old.rest()).isEmpty();
  }

  @Test
  void contentIsReadToItsEndAndNoFurther() throws Exception {
    serve(exchange -> {
      Body body = exchange.content();
      assertThat(exchange.content().stream()).isSameAs(body.stream());
      note(String.valueOf(body.length()));
      echo(exchange);
      assertThat(body.stream().read()).isEqualTo(-1);
    });
    String[] frames = {
      "Content-Length: 11\r\n\r\nhello world",
      "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0006;a=b\r\n world\r\n0\r\n\r\n",
      "Content-Length: 0\r\n\r\n",
      "\r\n"
    };
    String[] lengths = {"11", "-1", "0", "0"};
    RawConnection client = client();
    for (int i = 0; i < frames.length; i++) {
      client.send(POST + frames[i] + POST + frames[i]);
      String expected = frames[i].contains("hello") ? "hello world" : "";
      for (int round = 0; round < 2; round++) {
        assertThat(client.response().content()).isEqualTo(expected);
        assertThat(noted()).isEqualTo(lengths[i]);
      }
    }
  }

  @Test
  void largeContentIsReadWhole() throws Exception {
    serve(exchange -> {
      long count = 0;
      try (InputStream in = exchange.content().stream()) {
        byte[] piece = new byte[10_000];
        for (int some = in.read(piece); some >= 0; some = in.read(piece)) {
          count += some;
        }
      }
      answer(exchange, "" + count);
    });
    RawConnection client = client().send(POST + "Content-Length: 3000000\r\n\r\n");
    assertThat(client.send("x".repeat(3_000_000)).response().content()).isEqualTo("3000000");
    client.send(CHUNKED);
    for (int i = 0; i < 300; i++) {
      client.send("2710\r\n" + "x".repeat(10_000) + "\r\n");
    }
    assertThat(client.send("0\r\n\r\n").response().content()).isEqualTo("3000000");
  }

  @Test
  void contentThatBreaksOffIsAFailureForItsReader() throws Exception {
    serve(this::answerWhateverComes);
    for (String request :
        new String[] {POST + "Content-Length: 5\r\n\r\nab", CHUNKED + "5\r\nab", CHUNKED}) {
      RawConnection client = client().send(request);
      client.endOutput();
      assertThat(noted()).as(request).isEqualTo("status 400");
    }
  }

  @Test
  void behindABrokenChunkThereIsNoOtherRequest() throws Exception {
    serve(this::answerWhateverComes);
    for (String chunks :
        new String[] {"x\r\n0\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n", "-1\r\na\r\n0\r\n\r\n"}) {
      RawConnection client = client().send(CHUNKED + chunks + get("/smuggled"));
      assertThat(noted()).as(chunks).isEqualTo("status 400");
      assertEndsAfterAtMostOne(client);
      assertThat(nothingNoted()).as(chunks).isTrue();
    }
  }

  /** One response or none, and then the end, orderly or by a reset. */
  private static void assertEndsAfterAtMostOne(RawConnection client) throws IOException {
    StringBuilder all = new StringBuilder();
    try {
      for (int next = client.read(); next >= 0; next = client.read()) {
        all.append((char) next);
      }
    } catch (SocketException e) {
      // A reset is an end as well.
    }
    assertThat(all.toString().split("HTTP/1.1 ", -1)).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void contentThatDoesNotComeIsAFailureForItsReader() throws Exception {
    serve(limits(Duration.ofMillis(200)), this::answerWhateverComes);
    client().send(POST + "Content-Length: 2\r\n\r\na");
    assertThat(noted()).isIn("status 408", "status 400");
  }

  @Test
  void contentThatNobodyReadsIsNeverTakenForARequest() throws Exception {
    serve(exchange -> {
      note(exchange.head().method());
      answerOk(exchange);
    });
    String inside = get("/smuggled");
    for (String request :
        new String[] {
          POST + "Content-Length: " + inside.length() + "\r\n\r\n" + inside,
          CHUNKED + Integer.toHexString(inside.length()) + "\r\n" + inside + "\r\n0\r\n\r\n",
          POST + "Expect: 100-continue\r\nContent-Length: " + inside.length() + "\r\n\r\n" + inside
        }) {
      RawConnection client = client().send(request);
      RawMessage response = client.response();
      response = response.status() == 100 ? client.response() : response;
      assertThat(response.content()).as(request).isEqualTo("ok");
      assertThat(noted()).isEqualTo("POST");
      if (!response.field("Connection").equalsIgnoreCase("close")) {
        client.send("PUT / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.response().content()).isEqualTo("ok");
        assertThat(noted()).isEqualTo("PUT");
      }
      client.endOutput();
      assertEndsAfterAtMostOne(client);
      assertThat(nothingNoted()).as(request).isTrue();
    }
  }

  @Test
  void aClientThatAsksForItIsInvitedToSendItsContent() throws Exception {
    serve(FrontRig::echo);
    RawConnection client =
        client().send(POST + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    assertThat(client.head()).startsWith("HTTP/1.1 100 ");
    assertThat(client.send("abc").response().content()).isEqualTo("abc");
  }

  @Test
  void trailersAreToldOnceTheEndWasRead() throws Exception {
    needs(Ability.TRAILERS, "this front takes no trailers");
    serve(exchange -> {
      Body body = exchange.content();
      String content = new String(body.stream().readAllBytes(), ISO_8859_1);
      Fields trailers = body.trailers().get();
      answer(exchange, content + " " + trailers.get("checksum") + " " + trailers.size());
    });
    RawConnection client = client();
    for (int i = 0; i < 2; i++) {
      client.send(CHUNKED + "1\r\na\r\n0\r\nChecksum: 7\r\n\r\n");
      assertThat(client.response().content()).isEqualTo("a 7 1");
    }
  }
}
