package io.rgate.testkit.transport;

import static io.rgate.testkit.transport.Requests.PATIENT;
import static io.rgate.testkit.transport.Requests.discard;
import static io.rgate.testkit.transport.Requests.get;
import static io.rgate.testkit.transport.Requests.request;
import static io.rgate.testkit.transport.Requests.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.transport.RequestContentException;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.junit.jupiter.api.Test;

/** How an upstream sends requests. */
abstract class UpstreamRequestCases extends UpstreamRig {

  private static RawMessage message(String head) {
    return new RawMessage(head, "", true);
  }

  private RawMessage sent(RawOrigin origin, String method, Body body, String... fields)
      throws IOException, InterruptedException {
    text(send(origin, request(method, "/", body, fields)));
    return message(origin.next());
  }

  @Test
  void aRequestIsSentAsItIs() throws Exception {
    RawOrigin origin = keep(RawOrigin.answering(HELLO));
    discard(send(origin, get("/a%2F?b=%20", "X", "1", "Accept", "y", "X", "2")));
    RawMessage request = message(origin.next());
    assertThat(request.startLine()).isEqualTo("GET /a%2F?b=%20 HTTP/1.1");
    assertThat(request.all("Host")).containsExactly(origin.endpoint().uri().getRawAuthority());
    assertThat(request.all("X")).containsExactly("1", "2");
    assertThat(request.all("Accept")).containsExactly("y");
    assertThat(request.all("Content-Length")).isEmpty();
    assertThat(request.all("Transfer-Encoding")).isEmpty();
  }

  @Test
  void theHostOfTheRequestIsKept() throws Exception {
    needs(Ability.HOST, "this upstream sends the endpoint's own Host");
    RawOrigin origin = keep(RawOrigin.answering(HELLO));
    assertThat(sent(origin, "GET", Body.EMPTY, "Host", "client.example").all("Host"))
        .containsExactly("client.example");
  }

  @Test
  void fieldsAreSentInTheirCaseAndOrder() throws Exception {
    needs(Ability.FIELD_CASE, "this upstream keeps no case and no order");
    RawOrigin origin = keep(RawOrigin.answering(HELLO));
    String fields = "x-B: 1\r\nhost: h\r\nX-a: 2\r\nx-A: 3\r\n";
    String[] given = {"x-B", "1", "host", "h", "X-a", "2", "x-A", "3"};
    assertThat(sent(origin, "GET", Body.EMPTY, given).head())
        .isEqualTo("GET / HTTP/1.1\r\n" + fields + "\r\n");
  }

  @Test
  void theFramingIsThatOfTheBody() throws Exception {
    RawOrigin origin = keep(RawOrigin.answering(HELLO));
    RawMessage fixed = sent(origin, "POST", Body.of("abc"), "Content-Length", "7");
    assertThat(fixed.all("Content-Length")).containsExactly("3");
    assertThat(origin.next()).isEqualTo("abc");

    Body unknown = new Body(new ByteArrayInputStream(new byte[] {'a', 'b'}), Body.UNKNOWN);
    RawMessage chunked = sent(origin, "POST", unknown, "Content-Length", "7");
    assertThat(chunked.all("Transfer-Encoding")).containsExactly("chunked");
    assertThat(chunked.all("Content-Length")).isEmpty();
    assertThat(origin.next()).isEqualTo("ab");
    assertThat(origin.connections()).isEqualTo(1);
  }

  @Test
  void onlyARequestThatSaysSoDeclaresThatItHasNoContent() throws Exception {
    for (String method : new String[] {"POST", "PUT", "PATCH", "X"}) {
      RawOrigin origin = keep(RawOrigin.answering(HELLO));
      assertThat(sent(origin, method, Body.EMPTY).all("Content-Length")).isEmpty();
      assertThat(sent(origin, method, Body.EMPTY, "Content-Length", "0").all("Content-Length"))
          .as(method)
          .containsExactly("0");
    }
    for (String method : new String[] {"GET", "DELETE", "OPTIONS"}) {
      RawOrigin origin = keep(RawOrigin.answering(HELLO));
      assertThat(sent(origin, method, Body.EMPTY, "Content-Length", "0").all("Content-Length"))
          .as(method)
          .isEmpty();
    }
  }

  @Test
  void oddTargetsAreSentAsTheyAre() throws Exception {
    needs(Ability.RAW_TARGETS, "this upstream sends no target that is no URI");
    RawOrigin origin = keep(RawOrigin.answering(HELLO));
    for (String target : new String[] {"/a|b", "/[x]?{\"y\"}", "//a//b", "/%zz", "/?"}) {
      discard(send(origin, get(target)));
      assertThat(message(origin.next()).startLine()).isEqualTo("GET " + target + " HTTP/1.1");
    }
  }

  @Test
  void valuesBeyondAsciiAreSentByteForByte() throws Exception {
    needs(Ability.OBS_TEXT, "this upstream sends only ASCII");
    RawOrigin origin = keep(RawOrigin.answering(HELLO));
    assertThat(sent(origin, "GET", Body.EMPTY, "X", "gr\u00fcn \u0080\u00ff").field("X"))
        .isEqualTo("gr\u00fcn \u0080\u00ff");
  }

  @Test
  void trailersAreSentBehindTheContentButNoneThatSteer() throws Exception {
    needs(Ability.TRAILERS, "this upstream sends no trailers");
    RawOrigin origin =
        origin(connection -> {
          connection.readHead();
          connection.note(connection.readText(24));
          connection.send(HELLO);
        });
    Body body =
        new Body(
            new ByteArrayInputStream(new byte[] {'x'}),
            Body.UNKNOWN,
            () -> Fields.of("Checksum", "1", "Content-Length", "7"));
    assertThat(text(send(origin, request("POST", "/", body)))).isEqualTo("hello");
    origin.next();
    assertThat(origin.next()).isEqualTo("1\r\nx\r\n0\r\nChecksum: 1\r\n\r\n");
  }

  @Test
  void eachPieceOfContentIsSentAsItComes() throws Exception {
    PipedOutputStream client = keep(new PipedOutputStream());
    Body body = new Body(new PipedInputStream(client), Body.UNKNOWN);
    RawOrigin origin =
        origin(connection -> {
          connection.readHead();
          connection.note(connection.readText(8));
          connection.note(connection.readText(12));
          connection.send(HELLO);
        });
    Thread.ofVirtual()
        .start(() -> {
          try (client) {
            assertThat(origin.next()).startsWith("POST / ");
            client.write("abc".getBytes(ISO_8859_1));
            client.flush();
            // The next piece is given when the one before has arrived: nothing is held back.
            assertThat(origin.next()).isEqualTo("3\r\nabc\r\n");
            client.write("de".getBytes(ISO_8859_1));
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    assertThat(text(send(origin, request("POST", "/", body)))).isEqualTo("hello");
    assertThat(origin.next()).isEqualTo("2\r\nde\r\n0\r\n\r\n");
  }

  @Test
  void largeContentIsSentWhole() throws Exception {
    RawOrigin origin = keep(RawOrigin.answering(HELLO));
    String content = "0123456789abcdef".repeat(100_000);
    for (long length : new long[] {content.length(), Body.UNKNOWN}) {
      InputStream in = new ByteArrayInputStream(content.getBytes(ISO_8859_1));
      text(send(origin, request("PUT", "/", new Body(in, length))));
      origin.next();
      assertThat(origin.next().equals(content)).isTrue();
    }
    assertThat(origin.connections()).isEqualTo(1);
  }

  @Test
  void aReadOfNothingIsNoEndOfContent() throws Exception {
    InputStream hesitant =
        new ByteArrayInputStream("xy".getBytes(ISO_8859_1)) {
          private boolean nothing;

          @Override
          public synchronized int available() {
            return 0;
          }

          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            nothing = !nothing;
            return nothing ? 0 : super.read(target, offset, Math.min(length, 1));
          }
        };
    RawOrigin origin = keep(RawOrigin.answering(HELLO));
    discard(send(origin, request("POST", "/", new Body(hesitant, Body.UNKNOWN))));
    origin.next();
    assertThat(origin.next()).isEqualTo("xy");
  }

  @Test
  void aFailureOfTheContentIsToldApart() throws Exception {
    RawOrigin origin = keep(RawOrigin.answering(HELLO));
    Exception[] failures = {
      new RequestContentException(413, "too large", null),
      new IOException("on purpose"),
      new IllegalStateException("on purpose")
    };
    for (Exception failure : failures) {
      for (long length : new long[] {10, Body.UNKNOWN}) {
        Body body = new Body(new Failing(failure), length);
        Failure expected =
            failure instanceof RequestContentException ? Failure.CLIENT : Failure.CONTENT;
        assertFails(expected, origin.endpoint(), request("POST", "/", body), PATIENT)
            .satisfies(e -> assertThat(e.getCause()).isSameAs(failure));
      }
    }
    Body tooShort = new Body(new ByteArrayInputStream(new byte[5]), 10);
    assertFails(Failure.CONTENT, origin.endpoint(), request("POST", "/", tooShort), PATIENT);
    assertThat(ask(origin)).isEqualTo("hello");
  }

  private static final class Failing extends InputStream {
    private final Exception failure;

    Failing(Exception failure) {
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      if (failure instanceof IOException io) {
        throw io;
      }
      throw (RuntimeException) failure;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return read();
    }
  }

  @Test
  void contentThatDoesNotComeIsTheClientsFault() throws Exception {
    RawOrigin origin = keep(RawOrigin.answering(HELLO));
    PipedOutputStream silent = keep(new PipedOutputStream());
    Body body = new Body(new PipedInputStream(silent), 10);
    SendOptions hasty = Requests.options(5_000, 5_000, 200);
    assertFails(Failure.CLIENT, origin.endpoint(), request("POST", "/", body), hasty)
        .satisfies(e ->
            assertThat(e.getCause())
                .isInstanceOfSatisfying(
                    RequestContentException.class, c -> assertThat(c.status()).isEqualTo(408)));
  }

  @Test
  void anAnswerIsSeenBeforeTheRequestIsWhole() throws Exception {
    needs(Ability.EARLY_ANSWER, "this upstream shows answers after the request only");
    PipedOutputStream client = keep(new PipedOutputStream());
    Body body = new Body(new PipedInputStream(client), 1_000_000);
    RawOrigin origin =
        origin(connection -> {
          connection.readHead();
          connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
          connection.readHead();
        });
    client.write(new byte[100]);
    OriginAnswer answer = send(origin, request("POST", "/", body));
    assertThat(answer.status()).isEqualTo(413);
    assertThat(text(answer)).isEqualTo("big");
    discard(send(origin, get("/")));
    assertThat(origin.connections()).as("half a request cannot be followed").isEqualTo(2);
  }

  @Test
  void bothDirectionsGoOnAtOnce() throws Exception {
    needs(Ability.EARLY_ANSWER, "this upstream shows answers after the request only");
    PipedOutputStream client = keep(new PipedOutputStream());
    Body body = new Body(new PipedInputStream(client), 2);
    RawOrigin origin =
        origin(connection -> {
          connection.readHead();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
          connection.send(connection.readText(1));
          connection.send(connection.readText(1));
        });
    InputStream in = send(origin, request("POST", "/", body)).body().stream();
    for (char each : new char[] {'a', 'b'}) {
      client.write(each);
      client.flush();
      assertThat(in.read()).isEqualTo(each);
    }
    assertThat(in.read()).isEqualTo(-1);
    in.close();
  }
}
