package io.rgate.runtime.exchange;

import static java.lang.System.Logger.Level.DEBUG;

import io.rgate.api.Attempt;
import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.api.Request.Attribute;
import io.rgate.spi.Observer.Observation;
import io.rgate.spi.Sample;
import io.rgate.transport.Cancellation;
import io.rgate.transport.Exchange;
import io.rgate.transport.Upstream.SendOptions.Interim;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to one exchange, whatever filters make of its request: the client's content, the
 * answers of origins that were handed out, and the word that the client has left. Safe for use by
 * several threads.
 */
public final class ExchangeScope implements Interim {
  /** The status that is counted for a client that has left; it is never sent. */
  public static final int CLIENT_CLOSED_REQUEST = 499;

  private static final System.Logger LOG = System.getLogger(ExchangeScope.class.getName());
  private static final Attribute<ExchangeScope> KEY = Attribute.of("exchange", ExchangeScope.class);

  private final Cancellation cancellation = new Cancellation();
  private final @Nullable Exchange exchange;
  private final Body body;
  private final @Nullable ClientBody content;
  private volatile String requestId = "-";
  private volatile @Nullable Observation observation;
  private @Nullable OriginStream first;
  private @Nullable List<OriginStream> others;
  private @Nullable List<String> suspects;
  private volatile @Nullable Runnable last;

  /** The scope of {@code exchange}. */
  public ExchangeScope(Exchange exchange) {
    this(exchange.content(), exchange);
  }

  /** The scope of an exchange whose request has this content, and which is told nothing. */
  public ExchangeScope(Body given) {
    this(given, null);
  }

  private ExchangeScope(Body given, @Nullable Exchange exchange) {
    this.exchange = exchange;
    if (given.isEmpty()) {
      content = null;
      body = given;
    } else {
      content = new ClientBody(given.stream(), given.length());
      body =
          given.mayHaveTrailers()
              ? new Body(content, given.length(), given.trailers())
              : new Body(content, given.length());
    }
  }

  /** The scope of the exchange that {@code request} came with. */
  public static @Nullable ExchangeScope of(Request request) {
    return request.attribute(KEY).orElse(null);
  }

  /** The request as one of this exchange. */
  public Request.Builder attach(Request.Builder request) {
    return request.attribute(KEY, this);
  }

  /** The request's content, counted. */
  public Body body() {
    return body;
  }

  /** Counts the request's content; null if there is none. */
  public @Nullable ClientBody content() {
    return content;
  }

  /** Ends what is done for the client when it has left. */
  public Cancellation cancellation() {
    return cancellation;
  }

  /**
   * Passes an interim response of an origin on, without the fields that concern the connection to
   * that origin.
   */
  @Override
  public void take(int status, Fields fields) {
    Exchange client = exchange;
    if (client == null) {
      return;
    }
    try {
      client.inform(status, HopByHop.without(fields));
    } catch (IOException e) {
      LOG.log(DEBUG, "the client left before an interim response", e);
    }
  }

  /** Leaves it to the origin to ask the client for its content, where the client waits for that. */
  public void leaveExpectation() {
    Exchange client = exchange;
    if (client != null) {
      client.leaveExpectation();
    }
  }

  /** What the request is called, at the origin, in the response and in the log. */
  public String requestId() {
    return requestId;
  }

  /** Names the request from now on. */
  public void requestId(String other) {
    requestId = other;
  }

  /** A filter may have changed the request's id: the client gets the one that the origin saw. */
  public void namedAs(@Nullable String id) {
    if (id != null) {
      requestId = id;
    }
  }

  /** Has {@code begun} follow this exchange, or nothing if it is null. */
  public void observe(@Nullable Observation begun) {
    observation = begun;
  }

  /** Tells who follows this exchange of an attempt. */
  public void attempted(Attempt attempt) {
    Observation following = observation;
    if (following != null) {
      following.attempted(attempt);
    }
  }

  /** Tells who follows this exchange that its response has ended. */
  public void ended(Sample sample) {
    Observation following = observation;
    if (following != null) {
      following.ended(sample);
    }
  }

  /** Has {@code answer} closed at the end of the exchange if nobody has done so. */
  public synchronized void opened(OriginStream answer) {
    if (first == null) {
      first = answer;
      return;
    }
    if (others == null) {
      others = new ArrayList<>();
    }
    others.add(answer);
  }

  /** Remembers that {@code filter} got a response and returned another one, or none. */
  public synchronized void suspect(String filter) {
    if (suspects == null) {
      suspects = new ArrayList<>();
    }
    suspects.add(filter);
  }

  /** Has {@code action} run when the exchange is over, after those that came before. */
  public synchronized void atEnd(Runnable action) {
    Runnable before = last;
    last =
        before == null
            ? action
            : () -> {
              before.run();
              action.run();
            };
  }

  /**
   * Closes what filters have left open, has the first filter that may be at fault named, and does
   * what is to be done at the end.
   */
  public void end(LeakLog log) {
    closeAnswers(log);
    Runnable action = last;
    if (action != null) {
      action.run();
    }
  }

  private synchronized void closeAnswers(LeakLog log) {
    cancellation.forget();
    if (first == null) {
      return;
    }
    boolean leaked = first.release();
    if (others != null) {
      for (OriginStream other : others) {
        leaked |= other.release();
      }
    }
    if (leaked && suspects != null) {
      log.leaked(suspects.getFirst());
    }
  }
}
