package io.rgate.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Forwarding;
import io.rgate.api.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Case 36 of docs/conformance.md at length: exchanges that end in the middle, by whomever, leave
 * nothing behind. 1,000 for each way to put a gateway together, 50,000 where {@code rgate.long} is
 * true; {@code -Drgate.aborts.count=…} makes it another number.
 */
class AbortsIT extends OverTheWire {
  private static final int COUNT =
      Integer.getInteger("rgate.aborts.count", Boolean.getBoolean("rgate.long") ? 50_000 : 1_000);
  private static final int CLIENTS = 64;
  private static final String START =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n";

  private final Queue<String> surprises = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void withoutALineForEachFailure() {
    open(new Silence());
  }

  /** Content that fails after its third byte. */
  private static InputStream failing() {
    return new SequenceInputStream(
        new ByteArrayInputStream(new byte[3]),
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("in the middle");
          }
        });
  }

  /** What an origin does with a request for {@code /N}. */
  private static void serve(Wire wire, RawOrigin origin) throws IOException {
    String head = wire.head();
    while (head != null) {
      char what = head.charAt(head.indexOf('/') + 1);
      switch (what) {
        case 'o' -> wire.send(OK);
        case 'c' -> sendUntilLeft(wire);
        case 'u' -> wire.rest();
        case 'b' -> {
          wire.send(START);
          return;
        }
        default -> {
          wire.reset();
          return;
        }
      }
      head = wire.head();
    }
  }

  private static void sendUntilLeft(Wire wire) throws IOException {
    byte[] piece = ("2000\r\n" + "x".repeat(0x2000) + "\r\n").getBytes(ISO_8859_1);
    wire.send(START);
    while (true) {
      wire.send(piece);
    }
  }

  private void abort(int number) throws IOException {
    try (Wire client = connect()) {
      switch (number % 5) {
        case 0 -> { // the client goes in the middle of a response
          client.send("GET /c HTTP/1.1\r\nHost: a\r\n\r\n").head();
          client.reset();
        }
        case 1 -> // the client goes in the middle of its upload
            client.send("POST /u HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
        case 2 -> // the JDK's client may lead to a whole 502, so this is the last request in any
            // case
            expectCut(
                client.send("GET /b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").rest());
        case 3 -> {
          int status =
              client
                  .send("POST /r HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na")
                  .response()
                  .status();
          if (status != 503) {
            surprises.add("a reset became " + status);
          }
        }
        default -> expectCut(client.send("GET /filter HTTP/1.1\r\nHost: a\r\n\r\n").rest());
      }
    }
  }

  private void expectCut(String seen) {
    if (seen.endsWith("0\r\n\r\n")) {
      surprises.add("a message that was cut looks whole: " + seen);
    }
  }

  private void abortFrom(int first, int end) throws InterruptedException {
    AtomicInteger next = new AtomicInteger(first);
    CountDownLatch done = new CountDownLatch(CLIENTS);
    for (int i = 0; i < CLIENTS; i++) {
      Thread.ofVirtual()
          .start(() -> {
            for (int n = next.getAndIncrement(); n < end; n = next.getAndIncrement()) {
              try {
                abort(n);
              } catch (IOException e) {
                surprises.add(n + ": " + e);
              }
            }
            done.countDown();
          });
    }
    done.await();
    eventually("every exchange is over", () -> openExchanges() == 0);
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void case36ExchangesThatEndInTheMiddleLeaveNothingBehind() throws Exception {
    RawOrigin origin = origin(AbortsIT::serve);
    gateway(
        builder(Forwarding.DEFAULT, origin)
            .filter((request, next) ->
                request.path().equals("/filter")
                    ? Response.of(200, Fields.EMPTY, new Body(failing(), Body.UNKNOWN))
                    : next.handle(request)));
    abortFrom(0, COUNT / 10);
    long heap = heap();
    long files = openFiles();
    abortFrom(COUNT / 10, COUNT);
    assertThat(surprises).isEmpty();
    eventually("sockets are closed", () -> fewerFilesThan(files + 100));
    assertThat(heap() - heap).isLessThan(16L << 20);
    assertThat(ask(GET.replace("/ ", "/o ")).text()).isEqualTo("ok");
  }

  private static boolean fewerFilesThan(long count) {
    try {
      return openFiles() < count;
    } catch (IOException e) {
      return false; // looked at once more
    }
  }
}
