package io.rgate.testkit.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.transport.Exchange.ResponseContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How a front writes responses that are whole. */
abstract class FrontResponseCases extends FrontBrokenCases {

  private static Script sending(int status, long length, String content, String... fields) {
    return exchange -> {
      byte[] bytes = content.getBytes(ISO_8859_1);
      ResponseContent out = exchange.respond(status, Fields.of(fields), length);
      if (bytes.length > 0) {
        out.write(bytes, 0, bytes.length);
      }
      out.end();
    };
  }

  /** Gives nothing, and does not end. */
  private static InputStream noByte() {
    return new InputStream() {
      @Override
      public int read() {
        throw new AssertionError("one byte was asked for");
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        return 0;
      }
    };
  }

  @Test
  void aKnownLengthIsDeclaredAndFramingIsTheFronts() throws Exception {
    serve(sending(200, 3, "abc", "content-length", "9", "transfer-encoding", "x", "X-a", "1"));
    RawConnection client = client().send(GET + GET);
    for (int i = 0; i < 2; i++) {
      RawMessage response = client.response();
      assertThat(response.content()).isEqualTo("abc");
      assertThat(response.all("Content-Length")).containsExactly("3");
      assertThat(response.all("Transfer-Encoding")).isEmpty();
      assertThat(response.all("X-a")).containsExactly("1");
      assertThat(response.all("Date")).hasSize(1);
    }
  }

  @Test
  void aDateIsKept() throws Exception {
    needs(Ability.DATE, "this front dates each response itself");
    String own = "Sun, 06 Nov 1994 08:49:37 GMT";
    serve(sending(200, 0, "", "Date", own));
    assertThat(ask(GET).all("Date")).containsExactly(own);
  }

  @Test
  void anUnknownLengthMakesChunks() throws Exception {
    serve(sending(200, Body.UNKNOWN, "abc"));
    RawConnection client = client().send(GET + GET);
    for (int i = 0; i < 2; i++) {
      RawMessage response = client.response();
      assertThat(response.content()).isEqualTo("abc");
      assertThat(response.field("Transfer-Encoding")).isEqualTo("chunked");
      assertThat(response.all("Content-Length")).isEmpty();
    }
  }

  @Test
  void anUnknownLengthEndsAConnectionOf10() throws Exception {
    serve(sending(200, Body.UNKNOWN, "abc"));
    for (String request :
        new String[] {GET_10, "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"}) {
      RawMessage response = ask(request + request);
      assertThat(response.all("Transfer-Encoding")).isEmpty();
      assertThat(response.all("Content-Length")).isEmpty();
      assertThat(response.content()).isEqualTo("abc");
    }
  }

  @Test
  void theResponseToHeadTellsALengthAndHasNoContent() throws Exception {
    for (int status : new int[] {200, 304}) {
      for (long length : new long[] {3, 0, Body.UNKNOWN}) {
        serve(sending(status, length, ""));
        RawConnection client = client().send(HEAD + HEAD);
        for (int i = 0; i < 2; i++) {
          RawMessage response = client.response("HEAD");
          assertThat(response.status()).isEqualTo(status);
          assertThat(response.field("Content-Length"))
              .as("%d %d", status, length)
              .isEqualTo(length < 0 ? "" : "" + length);
        }
      }
    }
  }

  @Test
  void someStatusesHaveNoContent() throws Exception {
    for (int status : new int[] {204, 205, 304}) {
      for (long length : new long[] {0, 3}) {
        serve(sending(status, length, ""));
        RawConnection client = client().send(GET + GET);
        for (int i = 0; i < 2; i++) {
          RawMessage response = client.response();
          assertThat(response.status()).isEqualTo(status);
          assertThat(response.content()).isEmpty();
          String told = status == 304 ? "" + length : status == 205 ? "0" : "";
          assertThat(response.field("Content-Length")).as("%d", status).isEqualTo(told);
        }
      }
    }
  }

  @Test
  void aResponseWithoutContentTakesNone() throws Exception {
    serve(exchange -> {
      ResponseContent out = exchange.respond(200, Fields.EMPTY, 3);
      assertThatThrownBy(() -> out.write(new byte[3], 0, 3)).isInstanceOf(IOException.class);
      note("refused");
      out.end();
    });
    RawConnection client = client().send(HEAD);
    assertThat(noted()).isEqualTo("refused");
    assertThat(client.response("HEAD").field("Content-Length")).isEqualTo("3");
  }

  @Test
  void aServiceMayEndTheConnection() throws Exception {
    serve(sending(200, 0, "", "Connection", "x, close"));
    RawConnection client = client().send(GET + GET);
    assertThat(client.response().field("Connection")).isEqualTo("close");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void fieldsKeepTheirRepetitionAndWhereItCanTheirCase() throws Exception {
    serve(sending(299, 0, "", "x-B", "b", "X-a", "1", "x-A", "2"));
    RawMessage response = ask(GET);
    assertThat(response.status()).isEqualTo(299);
    assertThat(response.all("x-a")).containsExactly("1", "2");
    if (has(Ability.FIELD_CASE)) {
      assertThat(response.head()).containsSubsequence("x-B: b\r\n", "X-a: 1\r\nx-A: 2\r\n");
    }
  }

  @Test
  void aResponseIsBegunOnceAndWithAFinalStatus() throws Exception {
    serve(exchange -> {
      for (int status : new int[] {100, 199, 600}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> exchange.respond(status, Fields.EMPTY, 0));
      }
      answerOk(exchange);
      assertThatIllegalStateException().isThrownBy(() -> exchange.respond(200, Fields.EMPTY, 0));
      note("done");
    });
    assertThat(ask(GET).content()).isEqualTo("ok");
    assertThat(noted()).isEqualTo("done");
  }

  @Test
  void whatIsFlushedIsSentBeforeTheEnd() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    serve(exchange -> {
      ResponseContent out = exchange.respond(200, Fields.EMPTY, 3);
      out.write(new byte[] {'a'}, 0, 1);
      out.flush();
      await(seen);
      out.write(new byte[] {'b', 'c'}, 0, 2);
      out.end();
    });
    RawConnection client = client().send(GET);
    assertThat(client.head()).startsWith("HTTP/1.1 200 ");
    assertThat(client.text(1)).isEqualTo("a");
    seen.countDown();
    assertThat(client.text(2)).isEqualTo("bc");
  }

  @Test
  void bothDirectionsGoOnAtOnce() throws Exception {
    serve(exchange -> {
      ResponseContent out = exchange.respond(200, Fields.EMPTY, Body.UNKNOWN);
      out.flush();
      InputStream in = exchange.content().stream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        out.write(new byte[] {(byte) b}, 0, 1);
        out.flush();
      }
      out.end();
    });
    RawConnection client = client().send(POST + "Content-Length: 3\r\n\r\n");
    assertThat(client.head()).startsWith("HTTP/1.1 200 ");
    for (String each : new String[] {"a", "b", "c"}) {
      assertThat(client.send(each).text(6)).isEqualTo("1\r\n" + each + "\r\n");
    }
    assertThat(client.text(5)).isEqualTo("0\r\n\r\n");
  }

  @Test
  void transferReadsOnceAndTellsHowMuchCame() throws Exception {
    serve(exchange -> {
      ResponseContent out = exchange.respond(200, Fields.EMPTY, Body.UNKNOWN);
      InputStream in = new ByteArrayInputStream("abcdefg".getBytes(ISO_8859_1));
      assertThat(out.transfer(in, 3)).isBetween(1, 3);
      assertThat(out.transfer(InputStream.nullInputStream(), 5)).isEqualTo(-1);
      assertThat(out.transfer(noByte(), 5)).isZero();
      while (in.available() > 0) {
        int before = in.available();
        assertThat(out.transfer(in, 5)).isBetween(1, 5).isEqualTo(before - in.available());
      }
      assertThat(out.transfer(in, 5)).isEqualTo(-1);
      out.end();
    });
    RawConnection client = client().send(GET + GET);
    assertThat(client.response().content()).isEqualTo("abcdefg");
    assertThat(client.response().content()).isEqualTo("abcdefg");
  }

  @Test
  void transferPassesOnWhatTheSourceThrows() throws Exception {
    IOException expected = new IOException("on purpose");
    InputStream source =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw expected;
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw expected;
          }
        };
    serve(exchange -> {
      ResponseContent out = exchange.respond(200, Fields.EMPTY, 1);
      assertThatThrownBy(() -> out.transfer(source, 1)).isSameAs(expected);
      out.write(new byte[] {'x'}, 0, 1);
      out.end();
    });
    assertThat(ask(GET).content()).isEqualTo("x");
  }

  @Test
  void largeContentArrivesWholeByWriteAndByTransfer() throws Exception {
    byte[] content = new byte[2_000_000];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) ('a' + (i * 31L / 7) % 26);
    }
    serve(exchange -> {
      boolean known = exchange.head().target().equals("/known");
      ResponseContent out = exchange.respond(200, Fields.EMPTY, known ? content.length : -1);
      InputStream in = new ByteArrayInputStream(content, 1_000_000, 1_000_000);
      out.write(content, 0, 1_000_000);
      for (int left = 1_000_000; left > 0; ) {
        left -= out.transfer(in, left);
      }
      out.end();
    });
    RawConnection client = client().send(GET + GET.replace("/ ", "/known "));
    String expected = new String(content, ISO_8859_1);
    assertThat(client.response().content().equals(expected)).isTrue();
    assertThat(client.response().content().equals(expected)).isTrue();
  }

  @Test
  void trailersComeBehindTheContentWhereTheyCan() throws Exception {
    serve(exchange -> {
      ResponseContent out = exchange.respond(200, Fields.EMPTY, Body.UNKNOWN);
      out.write(new byte[] {'x'}, 0, 1);
      out.end(Fields.of("Checksum", "1"));
    });
    RawConnection client = client().send(GET + GET);
    client.head();
    String end = has(Ability.TRAILERS) ? "0\r\nChecksum: 1\r\n\r\n" : "0\r\n\r\n";
    assertThat(client.text(6 + end.length())).isEqualTo("1\r\nx\r\n" + end);
    assertThat(client.response().content()).isEqualTo("x");
  }
}
