package io.rgate.http.tls;

import io.rgate.http.loop.SocketTransport;
import io.rgate.http.loop.WaitLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a connection receives: encrypted bytes, and what they are decrypted. For one thread. */
final class Decryption {
  /** The first byte of a record with a handshake (RFC 8446, 5.1). */
  private static final byte HANDSHAKE = 0x16;

  private final SSLEngine engine;
  private final SocketTransport net;
  private final Buffers buffers;

  /** Encrypted bytes, from its position to its limit; null while there are none. */
  private @Nullable ByteBuffer received;

  /** Decrypted bytes for which a reader had no room; null while there are none. */
  private @Nullable ByteBuffer left;

  /** Whether the last read filled its buffer, so that large content is on its way. */
  private boolean much;

  private boolean incomplete;
  private boolean ended;

  Decryption(SSLEngine engine, SocketTransport net, Buffers buffers) {
    this.engine = engine;
    this.net = net;
    this.buffers = buffers;
  }

  /** Whether bytes have come that may be decrypted without another read. */
  boolean hasBuffered() {
    return left != null || ended || (received != null && !incomplete);
  }

  /**
   * Decrypts what has come, as far as {@code target} has room: the count of bytes, 0 if there are
   * none, -1 if the far side has ended its output.
   */
  int take(ByteBuffer target) throws IOException {
    int count = takeLeft(target);
    boolean more = !incomplete;
    while (more && received != null && target.hasRemaining()) {
      int before = target.position();
      more = decrypt(target);
      count += target.position() - before;
    }
    return count == 0 && ended ? -1 : count;
  }

  private int takeLeft(ByteBuffer target) {
    ByteBuffer from = left;
    if (from == null) {
      return 0;
    }
    int count = Math.min(from.remaining(), target.remaining());
    target.put(from.slice(from.position(), count));
    from.position(from.position() + count);
    if (!from.hasRemaining()) {
      left = null;
      buffers.give(from);
    }
    return count;
  }

  /** Decrypts a record; false if no other one can be decrypted now. */
  private boolean decrypt(ByteBuffer target) throws IOException {
    SSLEngineResult result = unwrap(target);
    return switch (result.getStatus()) {
      case BUFFER_UNDERFLOW -> false;
      case BUFFER_OVERFLOW -> {
        decryptAside();
        takeLeft(target);
        yield false;
      }
      case CLOSED -> {
        ended = true;
        yield false;
      }
      case OK -> {
        afterHandshake(result);
        yield result.bytesConsumed() > 0;
      }
    };
  }

  /** Decrypts a record for which a reader has not enough room. */
  private void decryptAside() throws SSLException {
    ByteBuffer spare = buffers.take(Buffers.RECORD);
    unwrap(spare);
    left = spare.flip();
  }

  /** After the handshake its status only tells of messages that TLS 1.3 has at any time. */
  private void afterHandshake(SSLEngineResult result) throws SSLException {
    if (result.getHandshakeStatus() != HandshakeStatus.NEED_TASK) {
      return;
    }
    if (!engine.getSession().getProtocol().equals("TLSv1.3")) {
      net.reset(); // an orderly end would look as if nothing was wrong
      throw new SSLException("a renegotiation is refused");
    }
    runTasks();
  }

  /** Runs what the engine leaves to its caller. */
  void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** One step of the handshake; false if more bytes are needed. */
  boolean handshake() throws SSLException {
    if (received == null || incomplete) {
      return false;
    }
    ByteBuffer nothing = ByteBuffer.allocate(0);
    SSLEngineResult result = unwrap(nothing);
    ended |= result.getStatus() == SSLEngineResult.Status.CLOSED;
    return result.getStatus() != SSLEngineResult.Status.BUFFER_UNDERFLOW;
  }

  private SSLEngineResult unwrap(ByteBuffer target) throws SSLException {
    ByteBuffer from = received;
    if (from == null) {
      throw new IllegalStateException("nothing was received");
    }
    SSLEngineResult result = engine.unwrap(from, target);
    incomplete = result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW;
    if (!from.hasRemaining()) {
      received = null;
      buffers.give(from);
    }
    return result;
  }

  /** Whether the far side has ended its output in the way that TLS has for it. */
  boolean hasEnded() {
    return ended;
  }

  /** Whether what came is text, and so no TLS. Asked when bytes have come in a handshake. */
  boolean isText() {
    ByteBuffer first = received;
    return first != null && first.get(first.position()) != HANDSHAKE && isLetter(first);
  }

  private static boolean isLetter(ByteBuffer first) {
    byte b = first.get(first.position());
    return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
  }

  /** Waits for encrypted bytes; a connection that has a part of none holds no buffer meanwhile. */
  void receive(WaitLimit waitLimit) throws IOException {
    if (receiveNow() == 0) {
      net.awaitReadable(waitLimit);
      receiveNow();
    }
  }

  /**
   * Reads the encrypted bytes that are there.
   *
   * @throws SSLException if the connection has ended without the message by which TLS ends one
   */
  int receiveNow() throws IOException {
    ByteBuffer to = room();
    int count;
    try {
      count = net.readNow(to);
    } catch (IOException e) {
      to.flip();
      throw e;
    }
    much = !to.hasRemaining();
    to.flip();
    if (count > 0) {
      incomplete = false;
    }
    if (!to.hasRemaining()) {
      received = null;
      buffers.give(to);
    }
    if (count < 0) {
      throw new SSLException("the connection was cut, and not ended as TLS ends one");
    }
    return count;
  }

  /** A buffer to be filled behind the bytes that have come. */
  private ByteBuffer room() {
    int size = much ? Buffers.SEVERAL : Buffers.RECORD;
    ByteBuffer now = received;
    if (now == null) {
      now = buffers.take(size);
    } else if (now.capacity() < size) {
      ByteBuffer larger = buffers.take(size).put(now);
      buffers.give(now);
      now = larger;
    } else {
      now.compact();
    }
    received = now;
    return now;
  }
}
