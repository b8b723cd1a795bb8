package io.rgate.http.client;

import static io.rgate.http.client.DirectFixture.PATIENT;
import static io.rgate.http.client.DirectFixture.discard;
import static io.rgate.http.client.DirectFixture.request;
import static io.rgate.http.client.DirectFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.transport.RequestContentException;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the direct upstream sends content. */
class DirectUploadTest {
  private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  private final DirectUpstream upstream = new DirectUpstream();

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void sendsContentOfKnownLengthThatIsAtHandAndThatIsNot() throws Exception {
    InputStream notAtHand =
        new ByteArrayInputStream("y".repeat(40_000).getBytes(StandardCharsets.US_ASCII)) {
          @Override
          public synchronized int available() {
            return 0;
          }
        };
    try (ScriptedOrigin origin = ScriptedOrigin.answering(HELLO)) {
      Body small = Body.of("some content");
      text(upstream.send(origin.endpoint(), request("POST", "/", small), PATIENT));
      assertThat(origin.next()).endsWith("Content-Length: 12\r\n\r\n");
      assertThat(origin.next()).isEqualTo("some content");

      Body large = new Body(notAtHand, 40_000);
      text(upstream.send(origin.endpoint(), request("PUT", "/", large), PATIENT));
      assertThat(origin.next()).endsWith("Content-Length: 40000\r\n\r\n");
      assertThat(origin.next()).isEqualTo("y".repeat(40_000));
      assertThat(origin.connections()).isEqualTo(1);
    }
  }

  @Test
  void sendsContentOfUnknownLengthInChunksEachAsItComes() throws Exception {
    PipedOutputStream client = new PipedOutputStream();
    Body body = new Body(new PipedInputStream(client), Body.UNKNOWN);
    try (ScriptedOrigin origin =
        new ScriptedOrigin(connection -> {
          connection.readHead();
          connection.note(connection.readText(8));
          connection.note(connection.readText(7));
          connection.note(connection.readText(5));
          connection.send(HELLO);
          connection.readHead();
        })) {
      Thread.ofVirtual()
          .start(() -> {
            try (client) {
              assertThat(origin.next()).endsWith("Transfer-Encoding: chunked\r\n\r\n");
              client.write("abc".getBytes(StandardCharsets.US_ASCII));
              client.flush();
              // The next piece is sent when the one before has arrived: nothing is held back.
              assertThat(origin.next()).isEqualTo("3\r\nabc\r\n");
              client.write("de".getBytes(StandardCharsets.US_ASCII));
              client.flush();
              assertThat(origin.next()).isEqualTo("2\r\nde\r\n");
            } catch (IOException | InterruptedException e) {
              throw new AssertionError(e);
            }
          });

      OriginAnswer response = upstream.send(origin.endpoint(), request("POST", "/", body), PATIENT);
      assertThat(text(response)).isEqualTo("hello");
      assertThat(origin.next()).isEqualTo("0\r\n\r\n");
    }
  }

  @Test
  void seesAnAnswerThatComesBeforeTheRequestIsWhole() throws Exception {
    PipedOutputStream client = new PipedOutputStream();
    Body body = new Body(new PipedInputStream(client), 1_000_000);
    try (client;
        ScriptedOrigin origin =
            new ScriptedOrigin(connection -> {
              connection.readHead();
              connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
              connection.readHead();
            })) {
      client.write(new byte[100]);
      OriginAnswer response = upstream.send(origin.endpoint(), request("POST", "/", body), PATIENT);
      assertThat(response.status()).isEqualTo(413);
      assertThat(text(response)).isEqualTo("big");
      discard(upstream.send(origin.endpoint(), DirectFixture.get("/"), PATIENT));
      assertThat(origin.connections()).as("half a request cannot be followed").isEqualTo(2);
    }
  }

  @Test
  void goesOnSendingWhileTheAnswerComes() throws Exception {
    PipedOutputStream client = new PipedOutputStream();
    Body body = new Body(new PipedInputStream(client), 2);
    try (client;
        ScriptedOrigin origin =
            new ScriptedOrigin(connection -> {
              connection.readHead();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
              connection.send(connection.readText(1));
              connection.send(connection.readText(1));
              connection.readHead();
            })) {
      OriginAnswer response = upstream.send(origin.endpoint(), request("POST", "/", body), PATIENT);
      client.write('a');
      client.flush();
      assertThat(response.body().stream().read()).isEqualTo('a');
      client.write('b');
      client.flush();
      assertThat(response.body().stream().read()).isEqualTo('b');
      assertThat(response.body().stream().read()).isEqualTo(-1);
      discard(response);
      assertThat(origin.connections()).isEqualTo(1);
    }
  }

  @Test
  void blamesTheClientOnlyForContentThatItBreaksOffOrDoesNotSend() throws Exception {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new RequestContentException(400, "broken", null);
          }
        };
    SendOptions hasty = DirectFixture.options(5_000, 5_000, 100);
    try (PipedOutputStream silent = new PipedOutputStream();
        ScriptedOrigin origin = ScriptedOrigin.answering(HELLO)) {
      InputStream tooShort = new ByteArrayInputStream(new byte[5]);
      InputStream stalled = new PipedInputStream(silent);
      for (InputStream content : new InputStream[] {broken, tooShort, stalled}) {
        assertThatExceptionOfType(UpstreamException.class)
            .isThrownBy(() ->
                upstream.send(
                    origin.endpoint(), request("POST", "/", new Body(content, 10)), hasty))
            .satisfies(e ->
                assertThat(e.failure())
                    .isEqualTo(content == tooShort ? Failure.CONTENT : Failure.CLIENT))
            .satisfies(e -> assertThat(status(e)).isEqualTo(expected(content, stalled, broken)));
      }
    }
  }

  private static int status(UpstreamException e) {
    return e.getCause() instanceof RequestContentException content ? content.status() : 0;
  }

  private static int expected(InputStream content, InputStream stalled, InputStream broken) {
    if (content == stalled) {
      return 408;
    }
    return content == broken ? 400 : 0;
  }

  private static InputStream failing(RuntimeException failure) {
    return new InputStream() {
      @Override
      public int read() {
        throw failure;
      }
    };
  }

  @Test
  void contentThatThrowsIsToldApartAndLeaksNothing() throws Exception {
    try (ScriptedOrigin origin =
            new ScriptedOrigin(connection -> {
              connection.readHead();
              connection.read();
            });
        ScriptedOrigin other = ScriptedOrigin.answering(HELLO)) {
      for (long length : new long[] {10, Body.UNKNOWN}) {
        IllegalStateException failure = new IllegalStateException("on purpose");
        Body body = new Body(failing(failure), length);
        assertThatExceptionOfType(UpstreamException.class)
            .isThrownBy(() -> upstream.send(origin.endpoint(), request("POST", "/", body), PATIENT))
            .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.CONTENT))
            .satisfies(e -> assertThat(e.getCause()).isSameAs(failure));
      }
      assertThat(text(upstream.send(other.endpoint(), DirectFixture.get("/"), PATIENT)))
          .isEqualTo("hello");
    }
  }

  @Test
  void aReadOfNothingIsNoEndOfContent() throws Exception {
    InputStream hesitant =
        new InputStream() {
          private int turn;

          @Override
          public int read() {
            throw new AssertionError();
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            turn++;
            if (turn > 4) {
              return -1;
            }
            target[offset] = 'x';
            return turn % 2;
          }
        };
    try (ScriptedOrigin origin =
        new ScriptedOrigin(connection -> {
          connection.readHead();
          connection.note(connection.readText(17));
          connection.send(HELLO);
          connection.readHead();
        })) {
      Body body = new Body(hesitant, Body.UNKNOWN);
      assertThat(text(upstream.send(origin.endpoint(), request("POST", "/", body), PATIENT)))
          .isEqualTo("hello");
      origin.next();
      assertThat(origin.next()).isEqualTo("1\r\nx\r\n1\r\nx\r\n0\r\n\r\n");
    }
  }

  @Test
  void trailersComeBehindTheLastChunk() throws Exception {
    Body body =
        new Body(
            new ByteArrayInputStream(new byte[] {'x'}),
            Body.UNKNOWN,
            () -> Fields.of("Checksum", "1", "Content-Length", "7"));
    try (ScriptedOrigin origin =
        new ScriptedOrigin(connection -> {
          connection.readHead();
          connection.note(connection.readText(24));
          connection.send(HELLO);
          connection.readHead();
        })) {
      assertThat(text(upstream.send(origin.endpoint(), request("POST", "/", body), PATIENT)))
          .isEqualTo("hello");
      origin.next();
      assertThat(origin.next()).isEqualTo("1\r\nx\r\n0\r\nChecksum: 1\r\n\r\n");
    }
  }
}
