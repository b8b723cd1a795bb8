package io.rgate.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Fields;
import io.rgate.api.Limits;
import io.rgate.api.Peer;
import io.rgate.http.frame.Frame;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.wire.Input;
import io.rgate.testkit.transport.RawHttp2;
import io.rgate.transport.Exchange;
import io.rgate.transport.Exchange.ResponseContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Frames that are nearly right, from a seed: every connection comes to its end, and a service only
 * sees requests that can be written as HTTP/1.1. {@code -Drgate.fuzz.seed} repeats a run.
 */
class FrameFuzzTest {
  private static final int MANY = Boolean.getBoolean("rgate.long") ? 100_000 : 2_000;
  private static final long SEED = Long.getLong("rgate.fuzz.seed", System.nanoTime());
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final String[] NAMES = {
    ":method",
    ":path",
    ":scheme",
    ":authority",
    "host",
    "cookie",
    "te",
    "x-a",
    "content-length",
    "connection",
    "X-Up",
    "x y",
    "",
    ":status",
    "expect"
  };
  private static final String[] VALUES = {
    "GET",
    "POST",
    "/",
    "/a?b",
    "http",
    "a",
    "trailers",
    "5",
    "0",
    "",
    "a\r\nb",
    " x",
    "é",
    "*",
    "100-continue",
    "a:80"
  };

  private final Random random = new Random(SEED);
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger odd = new AtomicInteger();

  @Test
  void everyConnectionComesToItsEnd() throws Exception {
    Peer peer =
        new Peer(new InetSocketAddress("127.0.0.1", 1), new InetSocketAddress("127.0.0.1", 2));
    Http2Connection.Settings settings = new Http2Connection.Settings(peer, Limits.DEFAULT, 10);
    int[] codes = new int[16];
    for (int i = 0; i < MANY; i++) {
      MemoryTransport transport = new MemoryTransport(input());
      Input input = new Input(transport, WaitLimit.of(1));
      new Http2Connection(transport, input, this::serve, settings).run();
      assertThat(transport.isClosed()).as("seed %d, input %d", SEED, i).isTrue();
      int code = transport.goAwayCode();
      assertThat(code).as("seed %d, input %d", SEED, i).isBetween(-1, 11).isNotEqualTo(2);
      codes[code + 1]++;
    }
    assertThat(odd).as("requests that are none, seed %d", SEED).hasValue(0);
    assertThat(served.get()).as("seed %d", SEED).isGreaterThan(MANY / 20);
    assertThat(codes[2]).as("PROTOCOL_ERROR, seed %d", SEED).isPositive();
  }

  private void serve(Exchange exchange) {
    served.incrementAndGet();
    Exchange.RequestHead head = exchange.head();
    boolean fine =
        Fields.isToken(head.method())
            && head.target().chars().allMatch(c -> c > ' ' && c < 0x7f)
            && head.fields().all("host").size() <= 1
            && !head.fields().contains("connection");
    odd.addAndGet(fine ? 0 : 1);
    try {
      byte[] content = exchange.content().stream().readNBytes(100);
      ResponseContent out = exchange.respond(200, Fields.EMPTY, content.length);
      out.write(content, 0, content.length);
      out.end();
    } catch (IOException e) {
      // The client has left, or has sent what is no content.
    }
  }

  private byte[] input() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(PREFACE);
    bytes.writeBytes(frame(4, 0, 0, new byte[0]));
    int stream = 1;
    for (int i = random.nextInt(8); i >= 0; i--) {
      bytes.writeBytes(next(stream));
      stream += random.nextInt(3) == 0 ? 1 : 2;
    }
    byte[] all = bytes.toByteArray();
    for (int i = random.nextInt(3); i > 0; i--) {
      int at = PREFACE.length + random.nextInt(all.length - PREFACE.length);
      all[at] = (byte) (random.nextBoolean() ? random.nextInt() : all[at] ^ 1 << random.nextInt(8));
    }
    return all;
  }

  private byte[] next(int stream) {
    return switch (random.nextInt(10)) {
      case 0 -> frame(random.nextInt(12), random.nextInt(256), random.nextInt(6), some(40));
      case 1 -> frame(3, 0, Math.max(1, stream - 2), new byte[4]);
      case 2 -> frame(8, 0, random.nextInt(stream + 1), some(4, 4));
      case 3 -> frame(4, 0, 0, setting());
      case 4 -> frame(0, random.nextInt(16), Math.max(1, stream - 2), some(300));
      case 5 -> frame(1, 4 | random.nextInt(2), stream, oddBlock());
      case 6 -> frame(6, random.nextInt(2), 0, new byte[8]);
      default -> frame(1, random.nextInt(8) == 0 ? 0 : 5 - random.nextInt(2), stream, block());
    };
  }

  private byte[] setting() {
    return ByteBuffer.allocate(6)
        .putShort((short) random.nextInt(8))
        .putInt(random.nextInt(70_000))
        .array();
  }

  private byte[] block() {
    return RawHttp2.block(
        ":method",
        random.nextBoolean() ? "GET" : "POST",
        ":scheme",
        "http",
        ":path",
        "/",
        NAMES[3 + random.nextInt(NAMES.length - 3)],
        VALUES[random.nextInt(VALUES.length)]);
  }

  private byte[] oddBlock() {
    String[] fields = new String[2 * random.nextInt(8)];
    for (int i = 0; i < fields.length; i += 2) {
      fields[i] = NAMES[random.nextInt(NAMES.length)];
      fields[i + 1] = VALUES[random.nextInt(VALUES.length)];
    }
    return random.nextInt(3) == 0 ? some(60) : RawHttp2.block(fields);
  }

  private byte[] some(int most) {
    return some(0, most);
  }

  private byte[] some(int least, int most) {
    byte[] bytes = new byte[least + random.nextInt(most - least + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    byte[] frame = new byte[Frame.HEAD + payload.length];
    Frame.head(frame, 0, payload.length, Frame.kind(type, flags), stream);
    System.arraycopy(payload, 0, frame, Frame.HEAD, payload.length);
    return frame;
  }
}
