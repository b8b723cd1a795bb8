package io.rgate.runtime;

import static io.rgate.runtime.DirectFixture.PATIENT;
import static io.rgate.runtime.DirectFixture.request;
import static io.rgate.runtime.DirectFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Body;
import io.rgate.api.Response;
import io.rgate.api.Timeouts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

      Response response = upstream.send(origin.endpoint(), request("POST", "/", body), PATIENT);
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
      Response response = upstream.send(origin.endpoint(), request("POST", "/", body), PATIENT);
      assertThat(response.status()).isEqualTo(413);
      assertThat(text(response)).isEqualTo("big");
      upstream.send(origin.endpoint(), DirectFixture.get("/"), PATIENT).close();
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
      Response response = upstream.send(origin.endpoint(), request("POST", "/", body), PATIENT);
      client.write('a');
      client.flush();
      assertThat(response.body().stream().read()).isEqualTo('a');
      client.write('b');
      client.flush();
      assertThat(response.body().stream().read()).isEqualTo('b');
      assertThat(response.body().stream().read()).isEqualTo(-1);
      response.close();
      assertThat(origin.connections()).isEqualTo(1);
    }
  }

  @Test
  void blamesTheClientForContentThatBreaksOffIsShortOrDoesNotCome() throws Exception {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new ClientBodyException(400, "broken", null);
          }
        };
    Timeouts hasty =
        new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(100));
    try (PipedOutputStream silent = new PipedOutputStream();
        ScriptedOrigin origin = ScriptedOrigin.answering(HELLO)) {
      InputStream stalled = new PipedInputStream(silent);
      for (InputStream content :
          new InputStream[] {broken, new ByteArrayInputStream(new byte[5]), stalled}) {
        assertThatExceptionOfType(UpstreamException.class)
            .isThrownBy(() ->
                upstream.send(
                    origin.endpoint(), request("POST", "/", new Body(content, 10)), hasty))
            .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.CLIENT))
            .satisfies(e ->
                assertThat(ClientBodyException.statusOf(e))
                    .isEqualTo(content == stalled ? 408 : 400));
      }
    }
  }
}
