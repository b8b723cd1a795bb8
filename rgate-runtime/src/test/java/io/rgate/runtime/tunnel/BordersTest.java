package io.rgate.runtime.tunnel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where frames of WebSocket begin and end. */
class BordersTest {
  private final Borders borders = new Borders();

  /** A frame whose head says the length in the shortest way. */
  private static byte[] frame(int opcode, boolean masked, int length) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x80 | opcode);
    int mask = masked ? 0x80 : 0;
    if (length < 126) {
      frame.write(mask | length);
    } else if (length < 65_536) {
      frame.write(mask | 126);
      frame.write(length >> 8);
      frame.write(length);
    } else {
      frame.write(mask | 127);
      frame.writeBytes(new byte[4]);
      for (int shift = 24; shift >= 0; shift -= 8) {
        frame.write(length >> shift);
      }
    }
    frame.writeBytes(new byte[masked ? 4 : 0]);
    frame.writeBytes("\u0088".repeat(length).getBytes(ISO_8859_1)); // each looks like a Close
    return frame.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 100_000})
  void aFrameOfEveryLengthEndsWhereItEnds(int length) {
    for (boolean masked : new boolean[] {false, true}) {
      byte[] frame = frame(2, masked, length);
      for (int at = 0; at < frame.length; at++) {
        assertThat(borders.atBorder()).as("before byte %d of %d", at, length).isEqualTo(at == 0);
        borders.pass(frame, at, at + 1);
      }
      assertThat(borders.atBorder()).isTrue();
      assertThat(borders.isClosed()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 125})
  void aCloseFrameIsOneWhenItHasEnded(int length) {
    byte[] frame = frame(8, true, length);
    borders.pass(frame, 0, frame.length - 1);
    assertThat(borders.isClosed()).isFalse();
    borders.pass(frame, frame.length - 1, frame.length);
    assertThat(borders.isClosed()).isTrue();
  }

  @Test
  void theNextBorderIsFoundInPiecesOfAnySize() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      List<Integer> ends = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.writeBytes(frame(random.nextInt(3), random.nextBoolean(), random.nextInt(300)));
        ends.add(all.size());
      }
      byte[] bytes = all.toByteArray();
      Borders fresh = new Borders();
      int at = 0;
      while (at < bytes.length) {
        int piece = Math.min(bytes.length, at + 1 + random.nextInt(500));
        int begin = at;
        fresh.pass(bytes, at, at + 1); // one step behind the border
        int to = fresh.passToBorder(bytes, at + 1, piece);
        int next = ends.stream().filter(end -> end > begin).findFirst().orElseThrow();
        assertThat(to).isEqualTo(Math.min(next, piece));
        assertThat(fresh.atBorder()).isEqualTo(to == next);
        at = to;
      }
    }
  }
}
