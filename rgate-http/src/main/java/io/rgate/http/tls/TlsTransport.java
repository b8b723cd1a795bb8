package io.rgate.http.tls;

import static java.lang.System.Logger.Level.TRACE;

import io.rgate.api.Peer;
import io.rgate.http.loop.SocketTransport;
import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.loop.Watcher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * TLS over a socket. Bytes are decrypted by the thread that reads and encrypted by the one that
 * writes. A connection that ends without the message by which TLS ends one never looks like an end:
 * it is a failure.
 */
public final class TlsTransport implements Transport {
  private static final System.Logger LOG = System.getLogger(TlsTransport.class.getName());
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** That many bytes go into one record. */
  private static final int ONE_RECORD = 16 * 1024;

  private static final WaitLimit AT_ONCE = since -> 0;

  private final SocketTransport net;
  private final SSLEngine engine;
  private final Buffers buffers;
  private final Decryption in;

  /** Held by the thread that writes, so that another one which closes does not write between. */
  private final AtomicBoolean writing = new AtomicBoolean();

  private volatile WaitLimit lastLimit = AT_ONCE;
  private volatile boolean secured;

  TlsTransport(SocketTransport net, SSLEngine engine, Buffers buffers) {
    this.net = net;
    this.engine = engine;
    this.buffers = buffers;
    this.in = new Decryption(engine, net, buffers);
  }

  /** The channel below, for a client that speaks no TLS. */
  public Transport plain() {
    return net;
  }

  @Override
  public Peer.Tls secure(WaitLimit waitLimit) throws IOException {
    lastLimit = waitLimit;
    if (!engine.getUseClientMode()) {
      while (!in.hasBuffered()) {
        in.receive(waitLimit);
      }
      requireNoText();
    }
    engine.beginHandshake();
    try {
      HandshakeStatus status = engine.getHandshakeStatus();
      while (isUnderWay(status)) {
        step(status, waitLimit);
        status = engine.getHandshakeStatus();
      }
    } catch (SSLException e) {
      tellFailure();
      throw e;
    }
    secured = true;
    return Agreement.of(engine);
  }

  private void requireNoText() throws NotTlsException {
    if (in.isText()) {
      throw new NotTlsException();
    }
  }

  private static boolean isUnderWay(HandshakeStatus status) {
    return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
  }

  private void step(HandshakeStatus status, WaitLimit waitLimit) throws IOException {
    switch (status) {
      case NEED_TASK -> in.runTasks();
      case NEED_WRAP -> send(NOTHING, NOTHING, waitLimit);
      default -> {
        if (!in.handshake()) {
          in.receive(waitLimit);
          requireNoText();
        } else if (in.hasEnded()) {
          throw new SSLException("the far side has ended the handshake");
        }
      }
    }
  }

  /** Sends the alert that says why there will be no connection, if it is taken at once. */
  private void tellFailure() {
    try {
      send(NOTHING, NOTHING, AT_ONCE);
    } catch (IOException e) {
      LOG.log(TRACE, "the far side was not told why the handshake failed", e);
    }
  }

  @Override
  public String protocol() {
    String protocol = engine.getApplicationProtocol();
    return protocol == null ? "" : protocol;
  }

  @Override
  public int read(ByteBuffer target, WaitLimit waitLimit) throws IOException {
    int count = in.take(target);
    if (count != 0) {
      return count;
    }
    in.receive(waitLimit);
    count = in.take(target);
    return count != 0 ? count : readOn(target, waitLimit);
  }

  /** What came was a part of a record, or none with content; that must not go on for ever. */
  private int readOn(ByteBuffer target, WaitLimit waitLimit) throws IOException {
    long begin = System.nanoTime();
    WaitLimit whole = since -> waitLimit.left(begin);
    int count = 0;
    while (count == 0) {
      if (whole.left(begin) <= 0) {
        throw new SocketTimeoutException("no content came");
      }
      in.receive(whole);
      count = in.take(target);
    }
    return count;
  }

  @Override
  public int readNow(ByteBuffer target) throws IOException {
    int count = in.take(target);
    return count == 0 && net.mayHaveMore() && in.receiveNow() > 0 ? in.take(target) : count;
  }

  @Override
  public void write(ByteBuffer source, WaitLimit waitLimit) throws IOException {
    write(source, NOTHING, waitLimit);
  }

  @Override
  public void write(ByteBuffer first, ByteBuffer second, WaitLimit waitLimit) throws IOException {
    if (!writing.compareAndSet(false, true)) {
      throw new AsynchronousCloseException();
    }
    try {
      lastLimit = waitLimit;
      while (first.hasRemaining() || second.hasRemaining()) {
        send(first, second, waitLimit);
      }
    } finally {
      writing.set(false);
    }
  }

  /** Encrypts and sends, in one call of the operating system if it takes all bytes at once. */
  private void send(ByteBuffer first, ByteBuffer second, WaitLimit waitLimit) throws IOException {
    boolean little = secured && first.remaining() + second.remaining() <= ONE_RECORD;
    ByteBuffer out = buffers.take(little ? Buffers.RECORD : Buffers.SEVERAL);
    ByteBuffer[] both = {first, second};
    int packet = engine.getSession().getPacketBufferSize();
    boolean more = true;
    while (more && out.remaining() >= packet) {
      SSLEngineResult result = engine.wrap(both, out);
      if (result.getStatus() == SSLEngineResult.Status.CLOSED && result.bytesProduced() == 0) {
        throw new SSLException("the connection is closed");
      }
      more = result.bytesProduced() > 0 && hasMore(first, second, result);
    }
    net.write(out.flip(), waitLimit);
    buffers.give(out); // not after a failure, because another thread may have closed the channel
  }

  private static boolean hasMore(ByteBuffer first, ByteBuffer second, SSLEngineResult result) {
    return first.hasRemaining()
        || second.hasRemaining()
        || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
  }

  @Override
  public void watch(Watcher watcher, long nanos) {
    // What was received already is reported now, because the loop does not know of it.
    if (!in.hasBuffered() || watcher.readable()) {
      net.watch(watcher, nanos);
    }
  }

  @Override
  public boolean unwatch() {
    return net.unwatch();
  }

  @Override
  public boolean isQuiet() {
    return net.isQuiet() && !in.hasBuffered();
  }

  @Override
  public boolean mayHaveMore() {
    return in.hasBuffered() || net.mayHaveMore();
  }

  @Override
  public void assumeReadable() {
    net.assumeReadable();
  }

  @Override
  public void askLimitAgain() {
    net.askLimitAgain();
  }

  @Override
  public boolean probe() throws IOException {
    net.assumeReadable();
    // What comes behind a handshake, such as a ticket, is no content.
    return readNow(ByteBuffer.allocate(1)) == 0;
  }

  @Override
  public void shutdownOutput() throws IOException {
    if (writing.compareAndSet(false, true)) {
      try {
        sayEnd(lastLimit);
      } finally {
        writing.set(false);
      }
    }
    net.shutdownOutput();
  }

  private void sayEnd(WaitLimit waitLimit) throws IOException {
    if (secured && !engine.isOutboundDone()) {
      engine.closeOutbound();
      send(NOTHING, NOTHING, waitLimit);
    }
  }

  @Override
  public void reset() {
    net.reset();
  }

  @Override
  public boolean isClosed() {
    return net.isClosed();
  }

  @Override
  public InetSocketAddress remote() {
    return net.remote();
  }

  @Override
  public InetSocketAddress local() {
    return net.local();
  }

  /** Says that this is the end, if the far side takes that at once and no thread writes. */
  @Override
  public void close() {
    if (!net.isClosed() && writing.compareAndSet(false, true)) {
      try {
        sayEnd(AT_ONCE);
      } catch (IOException e) {
        LOG.log(TRACE, "the far side was not told of the end", e);
      }
    }
    net.close();
  }
}
