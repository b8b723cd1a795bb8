package io.rgate.runtime;

import io.rgate.api.Body;
import io.rgate.api.Handler;
import io.rgate.api.Response;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many requests are under way at each of some places, from the moment at which they get there
 * until their response is closed. A place where nothing goes on takes no memory.
 *
 * @param <P> what a place is named by
 */
final class Underway<P> {
  private final Map<P, Integer> counts = new ConcurrentHashMap<>();

  /** The places where something goes on, and how much. */
  Map<P, Integer> counts() {
    return Map.copyOf(counts);
  }

  /** What gives an answer, or fails to with an {@code E}. */
  @FunctionalInterface
  interface Call<E extends Exception> {
    /** As {@link Handler#handle} does. */
    Response get() throws E;
  }

  /** Counts {@code call} at {@code place} until it fails or its response is closed. */
  <E extends Exception> Response during(P place, Call<E> call) throws E {
    counts.merge(place, 1, Integer::sum);
    Response response = null;
    try {
      response = call.get();
    } finally {
      if (response == null) {
        end(place);
      }
    }
    Body body = response.body();
    return response.withBody(new Body(new Ending(body.stream(), () -> end(place)), body.length()));
  }

  private void end(P place) {
    counts.computeIfPresent(place, (same, count) -> count == 1 ? null : count - 1);
  }

  /** A stream that tells when it is closed, once. */
  private static final class Ending extends FilterInputStream {
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    Ending(InputStream in, Runnable onClose) {
      super(in);
      this.onClose = onClose;
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        if (closed.compareAndSet(false, true)) {
          onClose.run();
        }
      }
    }
  }
}
