package io.rgate.runtime;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.rgate.api.Body;
import io.rgate.api.Response;
import io.rgate.spi.Sample.Outcome;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes one response. After a failure nothing is closed, because closing would write the last
 * chunk and make a truncated body look whole: the caller lets an IOException leave the handler,
 * which cuts the connection.
 */
final class ResponseWriter {
  private static final System.Logger LOG = System.getLogger(ResponseWriter.class.getName());

  /** The first piece, and with the JDK's server every one: it keeps twice the largest write. */
  private static final int PIECE = 8 * 1024;

  private static final int LARGE_PIECE = 32 * 1024;

  private static final int END = -1;

  private final HttpExchange exchange;
  private final ClientWatch.Watch watch;
  private final long idleNanos;
  private final LastWords lastWords;
  private long bytes;
  private long firstByteNanos;
  private @Nullable IOException broken;

  /**
   * A writer to a client that may take nothing for {@code idleNanos} at most.
   *
   * @param clientBody what of the request's content may still be on its way
   */
  ResponseWriter(
      HttpExchange exchange, ClientBody clientBody, ClientWatch.Watch watch, long idleNanos) {
    this.exchange = exchange;
    this.watch = watch;
    this.idleNanos = idleNanos;
    this.lastWords = new LastWords(clientBody);
  }

  /** How many bytes of content were written. */
  long bytes() {
    return bytes;
  }

  /** When the head had been written, on the clock of {@link System#nanoTime()}; 0 before. */
  long firstByteNanos() {
    return firstByteNanos;
  }

  /** What the origin's content broke off with, or null if it did not. */
  @Nullable IOException broken() {
    return broken;
  }

  /**
   * Writes {@code response} whole, or as much of it as can be had.
   *
   * @param close whether the client is told that the connection ends here
   */
  Outcome write(Response response, boolean close) {
    boolean content = hasContent(response.status());
    writeFields(response, close, content);
    watch.arm(idleNanos);
    try {
      if (!content || response.body().isEmpty()) {
        // The server ends an exchange without content within this call.
        lastWords.say(() -> exchange.sendResponseHeaders(response.status(), -1));
        firstByteNanos = System.nanoTime();
        return Outcome.COMPLETED;
      }
      exchange.sendResponseHeaders(response.status(), jdkLength(response.body()));
      firstByteNanos = System.nanoTime();
      return copy(response.body());
    } catch (IOException e) {
      LOG.log(DEBUG, "client went away", e);
      return Outcome.CLIENT_GONE;
    } finally {
      watch.disarm();
    }
  }

  private void writeFields(Response response, boolean close, boolean content) {
    Headers headers = exchange.getResponseHeaders();
    response
        .fields()
        .forEach((name, value) -> {
          if (!isFraming(name)) {
            headers.add(name, value);
          }
        });
    if (close || endsWithConnection(response, content)) {
      headers.set("Connection", "close");
      headers.remove("Keep-Alive"); // which the server has set for a client that speaks 1.0
    }
    if (!content) {
      declareLength(response, headers);
    }
  }

  /** Content of unknown length ends with the connection for a client that speaks 1.0. */
  private boolean endsWithConnection(Response response, boolean content) {
    return content && response.body().length() < 0 && "HTTP/1.0".equals(exchange.getProtocol());
  }

  private boolean hasContent(int status) {
    return !exchange.getRequestMethod().equals("HEAD")
        && status != 204
        && status != 205
        && status != 304;
  }

  private static boolean isFraming(String name) {
    return name.equalsIgnoreCase("Content-Length")
        || name.equalsIgnoreCase("Transfer-Encoding")
        || name.equalsIgnoreCase("Connection");
  }

  /** HEAD and 304 tell the length that a GET would have had (RFC 9110, 8.6). */
  private void declareLength(Response response, Headers headers) {
    if (response.status() == 204 || response.status() == 205) {
      return;
    }
    String declared = response.fields().get("Content-Length");
    if (declared != null) {
      headers.set("Content-Length", declared);
    } else if (response.body().length() > 0) {
      headers.set("Content-Length", Long.toString(response.body().length()));
    }
  }

  /** The server's own code: more than 0 is exact, 0 is chunked. */
  private static long jdkLength(Body body) {
    return Math.max(body.length(), 0);
  }

  private Outcome copy(Body body) throws IOException {
    OutputStream out = exchange.getResponseBody();
    if (isWaiting(body.stream())) {
      out.flush(); // the head: the first piece may be long in coming
    }
    int last = pump(body.stream(), out, body.length() < 0 ? Long.MAX_VALUE : body.length());
    if (last == END && body.length() > 0 && broken == null) {
      broken = new EOFException("content is shorter than it was declared");
    }
    if (broken != null) {
      return Outcome.ORIGIN_CUT;
    }
    watch.arm(idleNanos);
    if (lastWords.isClientDone()) {
      out.close();
    } else {
      out.flush();
    }
    return Outcome.COMPLETED;
  }

  /**
   * Ends the exchange after {@link #write} has said {@link Outcome#COMPLETED}; true if the
   * connection must be cut, because the client may still be sending what nobody reads.
   */
  boolean end() throws IOException {
    if (lastWords.isClientDone()) {
      return false;
    }
    lastWords.linger();
    lastWords.say(exchange.getResponseBody()::close);
    return true;
  }

  /** Copies up to {@code left} bytes; returns what the last read said. */
  private int pump(InputStream in, OutputStream out, long left) throws IOException {
    byte[] piece = new byte[(int) Math.min(PIECE, left)];
    int count = 0;
    for (long rest = left; rest > 0; rest -= count) {
      piece = count == PIECE ? largerPiece(piece, rest) : piece;
      watch.disarm(); // the origin has a clock of its own
      count = read(in, piece, (int) Math.min(piece.length, rest));
      if (count < 0) {
        return count;
      }
      watch.arm(idleNanos);
      out.write(piece, 0, count);
      bytes += count;
      if (rest > count && isWaiting(in)) {
        // Nothing more to send with it: the client gets it now, be it an event or half a page.
        out.flush();
      }
    }
    return count;
  }

  /** Content that fills its piece is likely to go on. */
  private byte[] largerPiece(byte[] piece, long rest) {
    boolean jdk = exchange.getClass().getModule() == HttpExchange.class.getModule();
    return jdk || piece.length > PIECE ? piece : new byte[(int) Math.min(LARGE_PIECE, rest)];
  }

  private static boolean isWaiting(InputStream in) {
    try {
      return in.available() == 0;
    } catch (IOException e) {
      LOG.log(DEBUG, "content will break off", e);
      return true; // the read that follows says so
    }
  }

  private int read(InputStream in, byte[] piece, int atMost) {
    try {
      return Math.max(in.read(piece, 0, atMost), END);
    } catch (IOException e) {
      broken = e;
    } catch (RuntimeException e) {
      LOG.log(ERROR, "content's stream failed", e);
      broken = new IOException("content's stream failed", e);
    }
    return END;
  }
}
