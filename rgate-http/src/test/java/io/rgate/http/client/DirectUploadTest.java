package io.rgate.http.client;

import static io.rgate.testkit.transport.Requests.PATIENT;
import static io.rgate.testkit.transport.Requests.request;
import static io.rgate.testkit.transport.Requests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Body;
import io.rgate.testkit.transport.RawOrigin;
import io.rgate.testkit.transport.Requests;
import io.rgate.transport.RequestContentException;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import io.rgate.transport.UpstreamProvider.UpstreamSettings;
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

  private final DirectUpstream upstream = new DirectUpstream(UpstreamSettings.DEFAULT);

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
    try (RawOrigin origin = RawOrigin.answering(HELLO)) {
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
  void blamesTheClientOnlyForContentThatItBreaksOffOrDoesNotSend() throws Exception {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new RequestContentException(400, "broken", null);
          }
        };
    SendOptions hasty = Requests.options(5_000, 5_000, 100);
    try (PipedOutputStream silent = new PipedOutputStream();
        RawOrigin origin = RawOrigin.answering(HELLO)) {
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
    try (RawOrigin origin =
            new RawOrigin(connection -> {
              connection.readHead();
              connection.read();
            });
        RawOrigin other = RawOrigin.answering(HELLO)) {
      for (long length : new long[] {10, Body.UNKNOWN}) {
        IllegalStateException failure = new IllegalStateException("on purpose");
        Body body = new Body(failing(failure), length);
        assertThatExceptionOfType(UpstreamException.class)
            .isThrownBy(() -> upstream.send(origin.endpoint(), request("POST", "/", body), PATIENT))
            .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.CONTENT))
            .satisfies(e -> assertThat(e.getCause()).isSameAs(failure));
      }
      assertThat(text(upstream.send(other.endpoint(), Requests.get("/"), PATIENT)))
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
    try (RawOrigin origin =
        new RawOrigin(connection -> {
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
}
