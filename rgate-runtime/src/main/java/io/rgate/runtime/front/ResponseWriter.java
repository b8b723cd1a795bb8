package io.rgate.runtime.front;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Response;
import io.rgate.runtime.exchange.ClientBody;
import io.rgate.runtime.exchange.ExchangeScope;
import io.rgate.runtime.exchange.OriginStream;
import io.rgate.runtime.exchange.RequestId;
import io.rgate.runtime.measure.Measurement;
import io.rgate.spi.Sample.Outcome;
import io.rgate.transport.ClientGoneException;
import io.rgate.transport.Exchange;
import io.rgate.transport.Exchange.ResponseContent;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes one response. After a failure the response is not ended; the caller aborts the exchange.
 */
public final class ResponseWriter implements Measurement.Written {
  private static final System.Logger LOG = System.getLogger(ResponseWriter.class.getName());
  private static final int LARGEST_PIECE = 64 * 1024;

  private final Exchange exchange;
  private final ExchangeScope scope;
  private final Measurement measurement;
  private long bytes;
  private long firstByteNanos;
  private @Nullable IOException broken;

  ResponseWriter(Exchange exchange, ExchangeScope scope, Measurement measurement) {
    this.exchange = exchange;
    this.scope = scope;
    this.measurement = measurement;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public long firstByteNanos() {
    return firstByteNanos;
  }

  @Override
  public @Nullable IOException broken() {
    return broken;
  }

  /** Writes {@code response}, as much of it as is available. */
  Outcome write(Response response) {
    if (scope.cancellation().isCancelled()) {
      return Outcome.CLIENT_GONE;
    }
    try {
      ResponseContent out = exchange.respond(response.status(), fields(response), length(response));
      firstByteNanos = System.nanoTime();
      Fields trailers = hasContent(response) ? copy(response.body(), out) : Fields.EMPTY;
      if (broken == null) {
        measurement.ending();
        out.end(trailers);
        return Outcome.COMPLETED;
      }
    } catch (ClientGoneException e) {
      LOG.log(DEBUG, "client went away", e);
      return Outcome.CLIENT_GONE;
    } catch (IOException e) {
      LOG.log(DEBUG, "response broke off", e);
      broken = e;
    }
    return scope.cancellation().isCancelled() ? Outcome.CLIENT_GONE : Outcome.ORIGIN_CUT;
  }

  private Fields fields(Response response) {
    Fields fields = response.fields().with(RequestId.FIELD, scope.requestId());
    ClientBody content = scope.content();
    // Content that was not read to its end could be taken for the next request.
    return content == null || content.isEnded() ? fields : fields.with("Connection", "close");
  }

  private boolean hasContent(Response response) {
    return !isHead() && !hasNone(response.status()) && !response.body().isEmpty();
  }

  private boolean isHead() {
    return exchange.head().method().equals("HEAD");
  }

  private static boolean hasNone(int status) {
    return status == 204 || status == 205 || status == 304;
  }

  /**
   * The length to declare. HEAD and 304 declare the length that a GET would have had (RFC 9110,
   * 8.6): the one from the origin, unless a filter has replaced the origin's content.
   */
  private long length(Response response) {
    long length = response.body().length();
    boolean told = (isHead() || response.status() == 304) && length == 0;
    if (!told || isReplaced(response)) {
      return length;
    }
    String declared = response.fields().get("Content-Length");
    return declared == null ? Body.UNKNOWN : number(declared);
  }

  private static boolean isReplaced(Response response) {
    return !response.attempts().all().isEmpty()
        && !(response.body().stream() instanceof OriginStream);
  }

  private static long number(String text) {
    try {
      return Math.max(Long.parseLong(text), Body.UNKNOWN);
    } catch (NumberFormatException e) {
      return Body.UNKNOWN;
    }
  }

  /** Copies the content and returns its trailers. */
  private Fields copy(Body body, ResponseContent out) throws IOException {
    InputStream in = body.stream();
    long left = body.length() < 0 ? Long.MAX_VALUE : body.length();
    int count = 0;
    while (left > 0 && count >= 0) {
      if (isWaiting(in)) {
        // No more content is available now, so the client gets what there is: a head or an event.
        out.flush();
      }
      count = transfer(in, out, (int) Math.min(LARGEST_PIECE, left));
      left -= Math.max(count, 0);
    }
    if (broken != null) {
      return Fields.EMPTY;
    }
    requireWhole(body);
    return trailers(body, out);
  }

  /** The trailers of content that was read. */
  private Fields trailers(Body body, ResponseContent out) throws IOException {
    if (!body.mayHaveTrailers()) {
      return Fields.EMPTY;
    }
    if (body.length() > 0) {
      readEnd(body.stream(), out);
    }
    try {
      return body.trailers().get();
    } catch (RuntimeException e) {
      LOG.log(ERROR, "content's trailers failed", e);
      throw new IOException("content's trailers failed", e);
    }
  }

  /** Behind content of declared length, too, the trailers are there when the end was read. */
  private void readEnd(InputStream in, ResponseContent out) throws IOException {
    if (isWaiting(in)) {
      out.flush();
    }
    if (in.read() >= 0) {
      LOG.log(DEBUG, "content is longer than it was declared");
    }
  }

  private void requireWhole(Body body) throws EOFException {
    if (bytes < body.length()) {
      throw new EOFException("content is shorter than it was declared");
    }
  }

  private static boolean isWaiting(InputStream in) {
    try {
      return in.available() == 0;
    } catch (IOException e) {
      LOG.log(DEBUG, "content will break off", e);
      return true; // the next read throws the same
    }
  }

  private int transfer(InputStream in, ResponseContent out, int atMost) throws IOException {
    try {
      int count = out.transfer(in, atMost);
      bytes += Math.max(count, 0);
      return count;
    } catch (ClientGoneException e) {
      throw e;
    } catch (IOException e) {
      broken = e;
    } catch (RuntimeException e) {
      LOG.log(ERROR, "content's stream failed", e);
      broken = new IOException("content's stream failed", e);
    }
    return -1;
  }
}
