package io.rgate.httpserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Channels without a socket. */
final class Channels {
  private Channels() {}

  /** Gives {@code text}, a byte for each character and {@code piece} of them at most, then ends. */
  static SocketChannel giving(String text, int piece) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    SocketChannel channel = mock(SocketChannel.class);
    when(channel.read(any(ByteBuffer.class)))
        .thenAnswer(call -> all.hasRemaining() ? move(all, call.getArgument(0), piece) : -1);
    return channel;
  }

  /** Takes {@code piece} bytes at most at a time, into {@code taken}. */
  static SocketChannel taking(ByteArrayOutputStream taken, int piece) throws IOException {
    SocketChannel channel = mock(SocketChannel.class);
    when(channel.write(any(ByteBuffer.class)))
        .thenAnswer(call -> take(taken, piece, call.getArgument(0, ByteBuffer.class)));
    when(channel.write(any(ByteBuffer[].class)))
        .thenAnswer(call -> (long) take(taken, piece, call.getArgument(0, ByteBuffer[].class)));
    return channel;
  }

  private static int take(ByteArrayOutputStream taken, int piece, ByteBuffer... given) {
    ByteBuffer target = ByteBuffer.allocate(piece);
    for (ByteBuffer each : given) {
      move(each, target, target.remaining());
    }
    taken.write(target.array(), 0, target.position());
    return target.position();
  }

  private static int move(ByteBuffer from, ByteBuffer to, int atMost) {
    int count = Math.min(atMost, Math.min(from.remaining(), to.remaining()));
    to.put(from.slice(from.position(), count));
    from.position(from.position() + count);
    return count;
  }
}
