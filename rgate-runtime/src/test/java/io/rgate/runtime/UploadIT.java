package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.rgate.api.Forwarding;
import io.rgate.api.Timeouts;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases 14, 21, 22 and 28 of docs/conformance.md: what a client sends as content. */
class UploadIT extends OverTheWire {
  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";
  private static final Forwarding TEN_BYTES = Forwarding.DEFAULT.withMaxRequestBody(10);
  private static final Timeouts SHORT = Timeouts.DEFAULT.withIdleBody(Duration.ofMillis(400));

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  @Test
  void case14AnExpectationIsMetAndTheContentGoesOn() throws Exception {
    RawOrigin origin = answering(OK);
    gateway(origin);
    Wire client = client().send(POST + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    assertThat(client.head()).startsWith("HTTP/1.1 100 ");
    assertThat(client.send("hi").response().status()).isEqualTo(200);
    Message request = origin.request();
    assertThat(request.text()).isEqualTo("hi");
    assertThat(request.has("Expect")).isFalse();
  }

  @Test
  void case14ContentKnownToBeTooLargeIsRefusedBeforeItComes() throws Exception {
    RawOrigin origin = answering(OK);
    gateway(TEN_BYTES, origin);
    Wire client = client().send(POST + "Content-Length: 11\r\nExpect: 100-continue\r\n\r\n");
    assertThat(client.response().status()).isEqualTo(413);
    client.endOutput();
    assertThat(client.rest()).isEmpty();
    assertThat(origin.connections()).isZero();
  }

  @Test
  void case14AClientThatStillSendsGetsItsRefusalAllTheSame() throws Exception {
    gateway(TEN_BYTES, answering(OK));
    Wire client = client().send(POST + "Content-Length: 3000000\r\n\r\n");
    client.send(bytes(3_000_000));
    Message response = client.response();
    assertThat(response.status()).isEqualTo(413);
    assertThat(response.first("Connection")).isEqualTo("close");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  @Execution(CONCURRENT)
  void case14ARefusedClientThatStopsHoldsNothingForLong() throws Exception {
    gateway(TEN_BYTES, answering(OK));
    Wire client = client().send(POST + "Content-Length: 3000000\r\n\r\nabc");
    assertThat(client.response().status()).isEqualTo(413);
    assertThat(client.rest()).isEmpty();
  }

  @Test
  @Execution(CONCURRENT)
  void case14ChunkedContentIsCountedAndTheOriginNeverSeesAWholeRequest() throws Exception {
    RawOrigin origin = answering(OK);
    gateway(TEN_BYTES, origin);
    Wire client = client().send(POST + "Transfer-Encoding: chunked\r\n\r\n");
    client.send("8\r\n12345678\r\n").send("8\r\n12345678\r\n");
    assertThat(client.response().status()).isEqualTo(413);
    assertThat(client.rest()).isEmpty();
    assertThat(origin.requests()).noneMatch(Message::whole);
  }

  @Test
  void case14ContentOfExactlyTheLimitPasses() throws Exception {
    RawOrigin origin = answering(OK);
    gateway(TEN_BYTES, origin);
    assertThat(ask(POST + "Content-Length: 10\r\n\r\n1234567890").status()).isEqualTo(200);
    assertThat(
            ask(POST + "Transfer-Encoding: chunked\r\n\r\na\r\n1234567890\r\n0\r\n\r\n").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 10 << 20})
  void case21ContentOfKnownLengthArrivesByteForByte(int length) throws Exception {
    RawOrigin origin = answering(OK);
    gateway(origin);
    byte[] content = bytes(length);
    Wire client = client().send(POST + "Content-Length: " + length + "\r\n\r\n").send(content);
    assertThat(client.response().status()).isEqualTo(200);
    Message request = origin.request();
    assertThat(request.first("Content-Length")).isEqualTo(Integer.toString(length));
    assertThat(Arrays.equals(request.body(), content)).isTrue();
    // The connection goes on behind it.
    assertThat(client.send(GET).response().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_537, 1 << 20})
  void case21ChunkedContentArrivesByteForByte(int length) throws Exception {
    RawOrigin origin = answering(OK);
    gateway(origin);
    byte[] content = bytes(length);
    Wire client = client().send(POST + "Transfer-Encoding: chunked\r\n\r\n");
    for (int at = 0; at < length; at += 5000) {
      byte[] piece = Arrays.copyOfRange(content, at, Math.min(length, at + 5000));
      client.send(Integer.toHexString(piece.length) + "\r\n").send(piece).send("\r\n");
    }
    assertThat(client.send("0\r\n\r\n").response().status()).isEqualTo(200);
    Message request = origin.request();
    assertThat(request.first("Transfer-Encoding")).isEqualTo("chunked");
    assertThat(Arrays.equals(request.body(), content)).isTrue();
    assertThat(client.send(GET).response().status()).isEqualTo(200);
  }

  @Test
  void case21AGetMayHaveContent() throws Exception {
    RawOrigin origin = answering(OK);
    gateway(origin);
    ask("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
    assertThat(origin.request().text()).isEqualTo("hi");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 2", "Transfer-Encoding: chunked"})
  void case21TheFirstByteReachesTheOriginBeforeTheSecondIsSent(String framing) throws Exception {
    RawOrigin origin =
        origin((wire, self) -> {
          wire.head();
          boolean chunked = framing.contains("chunked");
          wire.text(chunked ? "1\r\na".length() : 1);
          wire.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n");
          wire.send("got");
          wire.rest();
        });
    gateway(origin);
    Wire client = client().send(POST + framing + "\r\n\r\n");
    boolean chunked = framing.contains("chunked");
    client.send(chunked ? "1\r\na\r\n" : "a");
    eventually("the first byte is there", () -> origin.connections() == 1);
    client.send(chunked ? "1\r\nb\r\n0\r\n\r\n" : "b");
    assertThat(client.response().text()).isEqualTo("got");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length: 9\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n9\r\nabc"})
  void case22AnUploadThatBreaksOffIsNeverWholeAtTheOrigin(String start) throws Exception {
    RawOrigin origin = answering(OK);
    gateway(origin);
    Wire client = client().send(POST + start);
    eventually("the upload has begun", () -> origin.connections() == 1);
    client.reset();
    eventually("the exchange is over", () -> openExchanges() == 0);
    assertThat(origin.requests()).noneMatch(Message::whole);
  }

  @Test
  @Execution(CONCURRENT)
  void case22AnUploadThatStallsGets408() throws Exception {
    RawOrigin origin = answering(OK);
    gateway(Forwarding.DEFAULT.withTimeouts(SHORT), origin);
    Wire client = client().send(POST + "Content-Length: 9\r\n\r\nabc");
    long start = System.nanoTime();
    assertThat(client.response().status()).isEqualTo(408);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(300), Duration.ofSeconds(5));
    assertThat(client.rest()).isEmpty();
    assertThat(origin.requests()).noneMatch(Message::whole);
  }

  @Test
  @Execution(CONCURRENT)
  void case22AnUploadThatGoesOnSlowlyIsNotCut() throws Exception {
    RawOrigin origin = answering(OK);
    Timeouts second = Timeouts.DEFAULT.withIdleBody(Duration.ofSeconds(1));
    gateway(
        Forwarding.DEFAULT.withTimeouts(second.withResponseHead(Duration.ofSeconds(1))), origin);
    Wire client = client().send(POST + "Content-Length: 15\r\n\r\n");
    for (int i = 0; i < 15; i++) {
      Thread.sleep(100); // together longer than any of these timeouts
      client.send("x");
    }
    assertThat(client.response().status()).isEqualTo(200);
    assertThat(origin.request().text()).isEqualTo("x".repeat(15));
  }

  @Test
  @Execution(CONCURRENT)
  void case28AnEarlyAnswerReachesTheClientInTime() throws Exception {
    RawOrigin origin =
        origin((wire, self) -> {
          wire.head();
          wire.text(5);
          wire.send("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
        });
    gateway(Forwarding.DEFAULT.withTimeouts(SHORT), origin);
    Wire client = client().send(POST + "Content-Length: 100000\r\n\r\nhello");
    Message response = client.response();
    // The JDK's client shows no answer before the upload is finished.
    assertThat(response.status())
        .isIn(kind.isJdkClient() ? new Object[] {503, 408} : new Object[] {413});
    assertThat(response.first("Connection")).isEqualTo("close");
    client.rest();
  }
}
