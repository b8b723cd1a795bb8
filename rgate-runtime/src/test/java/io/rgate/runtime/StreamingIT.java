package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Forwarding;
import io.rgate.api.Timeouts;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Cases 33 to 35 and 38 of docs/conformance.md: content that takes its time. */
class StreamingIT extends OverTheWire {
  private static final String EVENTS =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final Forwarding IMPATIENT =
      Forwarding.DEFAULT.withTimeouts(Timeouts.DEFAULT.withIdleBody(Duration.ofMillis(300)));

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  @Test
  void case33AnEventReachesTheClientWithin20Milliseconds() throws Exception {
    AtomicLong sentAt = new AtomicLong();
    CountDownLatch headSeen = new CountDownLatch(1);
    RawOrigin origin =
        origin((wire, self) -> {
          self.next(wire);
          wire.send(EVENTS);
          headSeen.await();
          for (int i = 0; i < 50; i++) {
            Thread.sleep(5);
            sentAt.set(System.nanoTime());
            wire.send(chunk("data: 12345\n\n"));
          }
          wire.send("0\r\n\r\n");
        });
    gateway(origin);
    Wire client = client().send(GET);
    // The head comes before any event does, so that a browser knows that the stream is open.
    assertThat(client.head()).contains("text/event-stream");
    headSeen.countDown();
    long[] delays = new long[50];
    for (int i = 0; i < delays.length; i++) {
      // Whatever the chunks are: two events may come in one on a busy machine.
      for (String seen = ""; !seen.endsWith("12345\n\n"); ) {
        seen += client.text(1);
      }
      delays[i] = System.nanoTime() - sentAt.get();
    }
    Arrays.sort(delays);
    assertThat(Duration.ofNanos(delays[delays.length / 2])).isLessThan(Duration.ofMillis(20));
  }

  @Test
  void case33AStreamOfEventsMayPauseLongerThanOtherContent() throws Exception {
    RawOrigin origin =
        origin((wire, self) -> {
          self.next(wire);
          wire.send(EVENTS + chunk("data: 1\n\n"));
          Thread.sleep(1_000); // more than three times what other content may pause
          wire.send(chunk("data: 2\n\n") + "0\r\n\r\n");
        });
    gateway(IMPATIENT, origin);
    Message answer = client().send(GET).response();
    answer.requireWhole();
    assertThat(answer.text()).isEqualTo("data: 1\n\ndata: 2\n\n");
  }

  @Test
  void case33TheOriginIsLeftWhenTheClientHasGone() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    RawOrigin origin =
        origin((wire, self) -> {
          self.next(wire);
          wire.send(EVENTS);
          try {
            while (true) {
              wire.send(chunk("data: x\n\n"));
              Thread.sleep(10);
            }
          } finally {
            left.countDown();
          }
        });
    gateway(origin);
    Wire client = client().send(GET);
    client.head();
    client.close();
    assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    eventually("the exchange is over", () -> openExchanges() == 0);
  }

  private static long usedAfterCollection() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @EnabledIfSystemProperty(named = "rgate.long", matches = "true")
  @Test
  void case34OneGibibyteToASlowReaderDoesNotPileUp() throws Exception {
    long length = 1L << 30;
    AtomicLong sent = new AtomicLong();
    byte[] piece = new byte[64 * 1024];
    RawOrigin origin =
        origin((wire, self) -> {
          self.next(wire);
          wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
          for (; sent.get() < length; sent.addAndGet(piece.length)) {
            wire.send(piece);
          }
        });
    gateway(origin);
    long idle = usedAfterCollection(); // other tests of this process have left what they need
    Wire client = client().send(GET);
    client.head();
    long before;
    do {
      before = sent.get();
      Thread.sleep(200);
    } while (sent.get() != before || before == 0);
    // What lies in the sockets' buffers and in ours.
    assertThat(before).isLessThan(32L << 20);
    assertThat(usedAfterCollection() - idle).isLessThan(32L << 20);
    long read = 0;
    for (int n; read < length && (n = client.read(piece, piece.length)) > 0; ) {
      read += n;
    }
    assertThat(read).isEqualTo(length);
  }

  @Test
  void case35BothDirectionsGoOnAtTheSameTime() throws Exception {
    RawOrigin origin =
        origin((wire, self) -> {
          wire.head();
          wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          for (int i = 0; i < 10; i++) {
            wire.send(wire.text(chunk("ping" + i).length()).replace("ping", "pong"));
          }
          wire.text("0\r\n\r\n".length());
          wire.send("0\r\n\r\n");
        });
    gateway(origin);
    Wire client = client().send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    if (kind.isJdkClient()) {
      // It shows an answer only when the request has been sent: nothing is lost, but it waits.
      for (int i = 0; i < 10; i++) {
        client.send(chunk("ping" + i));
      }
      Message answer = client.send("0\r\n\r\n").response();
      assertThat(answer.text()).startsWith("pong0").endsWith("pong9");
      answer.requireWhole();
      return;
    }
    for (int i = 0; i < 10; i++) {
      client.send(chunk("ping" + i));
      if (i == 0) {
        assertThat(client.head()).contains(" 200 ");
      }
      assertThat(client.text(chunk("pong" + i).length())).contains("pong" + i);
    }
    client.send("0\r\n\r\n");
    assertThat(client.text("0\r\n\r\n".length())).isEqualTo("0\r\n\r\n");
  }

  @Test
  void case38AResponseOfSeveralWritesDoesNotWaitForAcknowledgements() throws Exception {
    String content = "x".repeat(20_000);
    gateway(
        answering(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk(content)
                + "0\r\n\r\n"));
    Wire client = client();
    long[] times = new long[200];
    for (int i = -1000; i < times.length; i++) { // the first ones warm up
      long start = System.nanoTime();
      assertThat(client.send(GET).response().body()).hasSize(20_000);
      times[Math.max(i, 0)] = System.nanoTime() - start;
    }
    Arrays.sort(times);
    // With Nagle's algorithm on it would be 40 ms and more.
    assertThat(Duration.ofNanos(times[times.length / 2])).isLessThan(Duration.ofMillis(2));
  }
}
