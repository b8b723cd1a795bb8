package io.rgate.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Forwarding;
import io.rgate.api.Timeouts;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Messages that are nearly right, from a seed: no connection hangs, no exchange is left, nothing is
 * run out of another request's content, and nobody gets another one's answer.
 *
 * <p>1,500 of each kind, 20,000 where {@code rgate.long} is true. {@code -Drgate.fuzz.seed=…}
 * repeats a run, {@code -Drgate.fuzz.count=…} makes it another number.
 */
class FuzzIT extends OverTheWire {
  private static final long SEED = Long.getLong("rgate.fuzz.seed", 20_261_124);
  private static final int COUNT =
      Integer.getInteger("rgate.fuzz.count", Boolean.getBoolean("rgate.long") ? 20_000 : 1_500);
  private static final int CLIENTS = 200;
  private static final Pattern TOKEN = Pattern.compile("t[0-9a-f]+-[0-9a-f]{8}z");
  private static final Forwarding IMPATIENT =
      Forwarding.DEFAULT.withTimeouts(
          new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(400), Duration.ofMillis(100)));

  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();

  @BeforeEach
  void withoutALineForEachFailure() {
    open(new Silence());
  }

  @FunctionalInterface
  private interface Input {
    void run(int number) throws Exception;
  }

  /** Runs {@code input} for every number, by several clients at once. */
  private void everyInput(Input input) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(CLIENTS);
    for (int i = 0; i < CLIENTS; i++) {
      Thread.ofVirtual()
          .start(() -> {
            for (int number = next.getAndIncrement();
                number < COUNT && violations.size() < 10;
                number = next.getAndIncrement()) {
              try {
                input.run(number);
              } catch (Exception e) {
                violations.add(number + ": " + e);
              }
            }
            done.countDown();
          });
    }
    done.await();
    assertThat(violations).as("of seed " + SEED).isEmpty();
    assertThat(next.get()).isGreaterThanOrEqualTo(COUNT);
    // Enough of them must have been right for the others to be nearly right.
    assertThat(answered.get()).isGreaterThan(COUNT / 40);
  }

  /** Notes whatever in {@code seen} belongs to another one than {@code number}. */
  private void check(int number, String seen) {
    Matcher matcher = TOKEN.matcher(seen);
    while (matcher.find()) {
      if (!matcher.group().equals(Mutator.token(number)) && Mutator.isToken(matcher.group())) {
        violations.add(number + " got the answer of " + matcher.group());
      }
    }
    if (!seen.isEmpty() && !seen.startsWith("HTTP/1.1 ")) {
      violations.add(
          number + " got no response: " + seen.substring(0, Math.min(80, seen.length())));
    }
  }

  @Test
  void requestsThatAreNearlyRight() throws Exception {
    RawOrigin echo =
        origin((wire, self) -> {
          for (Message request = wire.request(); request != null; request = wire.request()) {
            if (request.startLine().contains("/smuggled")) {
              violations.add("run out of content: " + request.startLine());
            }
            String text = request.startLine().split(" ")[1];
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n");
            wire.send(request.startLine().startsWith("HEAD") ? "" : text);
          }
        });
    gateway(IMPATIENT, echo);
    everyInput(number -> {
      try (Wire client = connect()) {
        sendQuietly(client, new Mutator(SEED + number).request(Mutator.token(number)));
        String seen = kind.isJdkServer() ? client.rest() : untilQuiet(client);
        check(number, seen);
        answered.addAndGet(seen.startsWith("HTTP/1.1 200") ? 1 : 0);
      }
    });
  }

  /** What comes until nothing has come for longer than the gateway waits for anything here. */
  private static String untilQuiet(Wire client) throws IOException {
    client.socket().setSoTimeout(700);
    StringBuilder seen = new StringBuilder();
    try {
      for (int b = client.read(); b >= 0; b = client.read()) {
        seen.append((char) b);
      }
    } catch (SocketTimeoutException e) {
      assertThat(e).isNotNull(); // the connection waits for another request, or for the rest of one
    }
    return seen.toString();
  }

  /** The gateway may have refused it already, and ended the connection. */
  private void sendQuietly(Wire client, byte[] bytes) {
    try {
      client.send(bytes);
      if (kind.isJdkServer()) {
        client.endOutput(); // elsewhere that means that the client has left
      }
    } catch (IOException e) {
      assertThat(client.socket().isConnected()).isTrue();
    }
  }

  /**
   * A chunk size of 2^31 or more makes the JDK's client loop until the memory is used up
   * (ResponseContent.ChunkedBodyParser keeps sizes in an int), so it gets no chunked answers here.
   */
  private static boolean isChunked(int number) {
    byte[] response = new Mutator(SEED + number).response(Mutator.token(number));
    return new String(response, ISO_8859_1).toLowerCase(Locale.ROOT).contains("hunked");
  }

  @Test
  void responsesThatAreNearlyRight() throws Exception {
    RawOrigin odd =
        origin((wire, self) -> {
          for (Message request = wire.request(); request != null; request = wire.request()) {
            String token = request.startLine().split(" ")[1].substring("/f/".length());
            int number = Integer.parseInt(request.first("X-Number"));
            wire.send(new Mutator(SEED + number).response(token));
            if (number % 10 < 7) {
              return;
            }
          }
        });
    gateway(IMPATIENT, odd);
    everyInput(number -> {
      if (kind.isJdkClient() && isChunked(number)) {
        return; // see isChunked
      }
      String method = number % 5 == 0 ? "HEAD" : "GET";
      try (Wire client = connect()) {
        client.send(
            method
                + " /f/"
                + Mutator.token(number)
                + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Number: "
                + number
                + "\r\n\r\n");
        String seen = client.rest();
        check(number, seen);
        answered.addAndGet(seen.startsWith("HTTP/1.1 200") ? 1 : 0);
      }
    });
  }
}
