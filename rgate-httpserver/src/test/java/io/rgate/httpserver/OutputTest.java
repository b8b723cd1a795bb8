package io.rgate.httpserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTest {
  private static final byte[] LARGE = "0123456789".repeat(1_000).getBytes(ISO_8859_1);

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  @Test
  void smallPiecesWaitUntilTheyAreFlushed() throws Exception {
    SocketChannel channel = Channels.taking(sent, 1_000);
    Output out = new Output(channel);
    out.add("a\u00e4\u010d\u010a"); // the low bytes of the last two are CR and LF
    out.add(new byte[] {'b'});
    out.write(LARGE, 1, 2);
    verifyNoInteractions(channel);
    out.flush();
    out.flush();
    assertThat(sent.toString(ISO_8859_1)).isEqualTo("a\u00e4??b12");
    verify(channel, times(1)).write(any(ByteBuffer.class));
  }

  @Test
  void aLargePieceGoesTogetherWithTheHeadBeforeIt() throws Exception {
    SocketChannel channel = Channels.taking(sent, 100_000);
    Output out = new Output(channel);
    out.add("head ");
    out.write(LARGE, 0, LARGE.length);
    assertThat(sent.toString(ISO_8859_1)).isEqualTo("head " + new String(LARGE, ISO_8859_1));
    verify(channel, times(1)).write(any(ByteBuffer[].class));
    verifyNoMoreInteractions(channel);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 2_048, 9_999})
  void whatTheChannelTakesInPartsArrivesWhole(int part) throws Exception {
    Output out = new Output(Channels.taking(sent, part));
    out.add("head ");
    out.write(LARGE, 0, LARGE.length);
    out.write(LARGE, 0, LARGE.length);
    out.add(" tail");
    out.flush();
    String large = new String(LARGE, ISO_8859_1);
    assertThat(sent.toString(ISO_8859_1)).isEqualTo("head " + large + large + " tail");
  }

  @Test
  void aLargeHeadIsKeptWholeAlsoIfTheOutputRests() throws Exception {
    Output out = new Output(Channels.taking(sent, 100_000));
    out.add(LARGE);
    out.rest();
    out.flush();
    out.rest();
    out.add("next");
    out.flush();
    assertThat(sent.toString(ISO_8859_1)).isEqualTo(new String(LARGE, ISO_8859_1) + "next");
  }
}
