package io.rgate.http.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;

import io.rgate.http.frame.FrameOutput.Writer;
import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FrameOutputTest {
  private static final Writer OPEN = () -> {};

  private final Transport transport = mock(Transport.class);
  private final BlockingQueue<String> written = new LinkedBlockingQueue<>();

  /** A write takes one of these, so that a test can hold writes up. */
  private final Semaphore passes = new Semaphore(0);

  private final FrameOutput output =
      new FrameOutput(transport, WaitLimit.of(TimeUnit.SECONDS.toNanos(20)));

  @BeforeEach
  void recordWrites() throws IOException {
    doAnswer(call -> record(call.getArgument(0, ByteBuffer.class), ByteBuffer.allocate(0)))
        .when(transport)
        .write(any(), any());
    doAnswer(call ->
            record(call.getArgument(0, ByteBuffer.class), call.getArgument(1, ByteBuffer.class)))
        .when(transport)
        .write(any(), any(), any());
  }

  private Object record(ByteBuffer first, ByteBuffer second) throws InterruptedException {
    String text = US_ASCII.decode(first).toString() + US_ASCII.decode(second);
    written.add(text);
    passes.acquire();
    return text;
  }

  private static ByteBuffer frame(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }

  private String next() throws InterruptedException {
    return written.take();
  }

  /** Has a write of {@code text} begin, which does not end before it gets a pass. */
  private Thread startWrite(String text) throws InterruptedException {
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                output.writeSoon(OPEN, frame(text), false);
              } catch (IOException e) {
                written.add(e.toString());
              }
            });
    assertThat(next()).isEqualTo(text);
    return thread;
  }

  @Test
  void whatSeveralStreamsHaveLeavesInOneWrite() throws Exception {
    Thread first = startWrite("a");
    output.writeSoon(OPEN, frame("b"), true);
    output.control(new byte[] {'c'});
    output.writeSoon(OPEN, frame("d"), false);
    assertThat(output.isTableDropped()).isTrue();
    assertThat(output.isFlushing()).isTrue();
    passes.release(2);
    assertThat(next()).isEqualTo("bcd");
    first.join();
    assertThat(output.written()).isEqualTo(3);
  }

  @Test
  void aLongPieceGoesBehindWhatWaits() throws Exception {
    startWrite("a");
    output.writeSoon(OPEN, frame("b"), false);
    passes.release(10);
    output.writeSoon(OPEN, frame("x".repeat(3000)), false);
    String both = next();
    if (both.equals("b")) {
      both += next();
    }
    assertThat(both).isEqualTo("b" + "x".repeat(3000));
  }

  @Test
  void nobodyAddsToALongQueue() throws Exception {
    startWrite("a");
    String piece = "b".repeat(2000);
    for (int i = 0; i < 8; i++) {
      output.writeSoon(OPEN, frame(piece), false);
    }
    Thread last =
        Thread.ofVirtual()
            .start(() -> {
              try {
                output.writeSoon(OPEN, frame(piece), false);
              } catch (IOException e) {
                written.add(e.toString());
              }
            });
    assertThat(last.join(Duration.ofMillis(50))).isFalse(); // the far side takes nothing
    passes.release(10);
    last.join();
    StringBuilder all = new StringBuilder();
    while (all.length() < 9 * 2000) {
      all.append(next());
    }
    assertThat(all.toString()).isEqualTo("b".repeat(9 * 2000));
  }

  @Test
  void aStreamThatWasResetWritesNothing() throws Exception {
    startWrite("a");
    Writer reset =
        () -> {
          throw new IOException("reset");
        };
    assertThatThrownBy(() -> output.writeSoon(reset, frame("b"), false)).hasMessage("reset");
    output.writeSoon(OPEN, frame("c"), false);
    passes.release(2);
    assertThat(next()).isEqualTo("c");
  }

  @Test
  void aFailureClosesTheConnectionAndIsNoWorkUnderWay() throws Exception {
    doAnswer(
            call -> {
              throw new IOException("gone");
            })
        .when(transport)
        .write(any(), any());
    output.writeSoon(OPEN, frame("a"), false);
    verify(transport, timeout(10_000)).close();
    assertThat(output.isFlushing()).isFalse();
  }
}
