package io.rgate.runtime.front.jdk;

import com.sun.net.httpserver.HttpExchange;
import io.rgate.api.Fields;
import io.rgate.transport.ClientGoneException;
import io.rgate.transport.Exchange.ResponseContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Writes content to the server's stream. After a failure nothing is closed, because closing would
 * write the last chunk and make truncated content look complete.
 */
final class JdkResponseContent implements ResponseContent {
  /**
   * The size of the first piece, and of every piece with the JDK's server: it keeps twice the
   * largest write.
   */
  private static final int PIECE = 8 * 1024;

  private static final int LARGE_PIECE = 32 * 1024;
  private static final byte[] NOTHING = {};

  private final HttpExchange exchange;
  private final int status;
  private final JdkExchange.Clock clock;
  private final LingeringClose lingering;
  private final boolean empty;
  private long left;
  private byte[] piece = NOTHING;
  private boolean ended;

  /** Content of {@code length} bytes; 0 for none, negative if the length is not known. */
  JdkResponseContent(
      HttpExchange exchange,
      int status,
      long length,
      JdkExchange.Clock clock,
      JdkContent requestContent) {
    this.exchange = exchange;
    this.status = status;
    this.clock = clock;
    this.lingering = new LingeringClose(requestContent);
    this.empty = length == 0;
    this.left = length < 0 ? Long.MAX_VALUE : length;
  }

  /** Sends the head of a response with content. */
  void begin() throws ClientGoneException {
    // The server's own convention: more than 0 is the exact length, 0 is chunked.
    long code = left == Long.MAX_VALUE ? 0 : left;
    watched(() -> exchange.sendResponseHeaders(status, code));
  }

  /** An action of the server that may have to wait for the client. */
  @FunctionalInterface
  private interface Write {
    void run() throws IOException;
  }

  private void watched(Write write) throws ClientGoneException {
    clock.watch().arm(clock.idleNanos());
    try {
      write.run();
    } catch (IOException e) {
      throw new ClientGoneException("the client went away", e);
    } finally {
      clock.watch().disarm();
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > left || empty) {
      throw new IOException("more content than was declared");
    }
    left -= left == Long.MAX_VALUE ? 0 : length;
    watched(() -> exchange.getResponseBody().write(bytes, offset, length));
  }

  @Override
  public int transfer(InputStream source, int atMost) throws IOException {
    makeRoom(atMost);
    // The source has a timeout of its own.
    int count = source.read(piece, 0, Math.min(piece.length, atMost));
    if (count > 0) {
      write(piece, 0, count);
    }
    return count;
  }

  /** Content that has filled its piece is likely to continue. */
  private void makeRoom(int atMost) {
    boolean jdk = exchange.getClass().getModule() == HttpExchange.class.getModule();
    if (piece.length == 0) {
      piece = new byte[Math.min(PIECE, atMost)];
    } else if (piece.length == PIECE && !jdk) {
      piece = new byte[LARGE_PIECE];
    }
  }

  @Override
  public void flush() throws IOException {
    if (!empty) {
      watched(() -> exchange.getResponseBody().flush());
    }
  }

  @Override
  public void end(Fields trailers) throws IOException {
    if (empty) {
      // The server ends an exchange without content within this call.
      watched(() -> lingering.send(() -> exchange.sendResponseHeaders(status, -1)));
    } else if (left > 0 && left != Long.MAX_VALUE) {
      throw new IOException("content ends " + left + " bytes too early");
    } else {
      OutputStream out = exchange.getResponseBody();
      watched(lingering.isClientDone() ? out::close : out::flush);
    }
    ended = true;
  }

  boolean isEnded() {
    return ended;
  }

  /**
   * Ends the exchange after a complete response.
   *
   * @throws IOException if the connection must be cut, because the client may still be sending
   *     content that is not read
   */
  void finish() throws IOException {
    if (!lingering.isClientDone()) {
      lingering.linger();
      lingering.send(exchange.getResponseBody()::close);
      throw new IOException("the rest of the content must not be read as a request");
    }
  }
}
