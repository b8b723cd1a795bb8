package io.rgate.runtime.forward;

import static java.lang.System.Logger.Level.DEBUG;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Attempts;
import io.rgate.api.Backend.Ejection;
import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Forwarding;
import io.rgate.api.Response;
import io.rgate.runtime.balance.Pick;
import io.rgate.runtime.balance.Pool;
import io.rgate.runtime.balance.Pool.Fault;
import io.rgate.runtime.exchange.ExchangeScope;
import io.rgate.runtime.exchange.HopByHop;
import io.rgate.runtime.exchange.OriginStream;
import io.rgate.runtime.exchange.Upgrade;
import io.rgate.transport.Exchange.Tunnel;
import io.rgate.transport.RequestContentException;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.UpstreamException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An origin's answer, from its head to the end of its content: what it is to the client, and what
 * it says of the endpoint.
 */
final class Leg implements OriginStream.Owner {
  private static final System.Logger LOG = System.getLogger(Leg.class.getName());

  private static final int UPGRADE_REQUIRED = 426;

  private final OriginAnswer originResponse;
  private final OriginStream content;
  private final Pool pool;
  private final Pick pick;
  private final Place place;
  private final @Nullable ExchangeScope scope;
  private volatile boolean failed;
  private volatile boolean dropped;

  /**
   * Takes an answer.
   *
   * @param place what the request has until its content has ended
   */
  Leg(OriginAnswer answer, Pool pool, Pick pick, Place place, @Nullable ExchangeScope scope) {
    this.originResponse = answer;
    this.pool = pool;
    this.pick = pick;
    this.place = place;
    this.scope = scope;
    Tunnel tunnel = answer.tunnel();
    this.content =
        tunnel == null
            ? new OriginStream(answer.body(), this)
            : new OriginStream(new TunnelStream(tunnel), this);
    if (isFault(answer.status(), pool.rules().ejection())) {
      fail(Fault.STATUS, "it answered " + answer.status());
    } else if (pick.probes()) {
      pool.passed(pick);
    }
    if (tunnel != null) {
      pool.succeeded(pick); // what comes from now on is no answer any more
    }
  }

  /** What comes from the origin in a tunnel, whose close is the end of the tunnel. */
  private static final class TunnelStream extends FilterInputStream {
    private final Tunnel tunnel;

    TunnelStream(Tunnel tunnel) {
      super(tunnel.in());
      this.tunnel = tunnel;
    }

    @Override
    public void close() {
      tunnel.close();
    }
  }

  private static boolean isFault(int status, Ejection rules) {
    return switch (status) {
      case 500 -> rules.on500();
      case 502, 503, 504 -> true;
      default -> false;
    };
  }

  OriginStream content() {
    return content;
  }

  int status() {
    return originResponse.status();
  }

  /**
   * Waits for the first byte of declared content: until then nothing has been passed on, so the
   * request can still go elsewhere.
   *
   * @throws UpstreamException if the content breaks off before it; the answer is given up then
   */
  void awaitContent() throws UpstreamException {
    try {
      content.awaitFirst();
    } catch (IOException e) {
      drop();
      throw new UpstreamException(Stage.BODY, failure(e), "no content came: " + e.getMessage(), e);
    }
  }

  private Failure failure(IOException e) {
    if (scope != null && scope.cancellation().isCancelled()) {
      return Failure.CLIENT;
    }
    return switch (e) {
      case SocketTimeoutException timeout -> Failure.TIMEOUT;
      case ProtocolException invalid -> Failure.INVALID;
      default -> Failure.CLOSED;
    };
  }

  /** Gives up the answer in favour of another attempt, which has the place from now on. */
  void drop() {
    dropped = true;
    try {
      content.close();
    } catch (IOException e) {
      LOG.log(DEBUG, "the answer is not wanted, and its connection is closed in any case", e);
    }
  }

  /** The answer as the client gets it; called once, for the answer that is used. */
  Response clientResponse(Attempts tried, Forwarding forwarding) {
    content.endIfWhole();
    int status = originResponse.status();
    Fields fields = HopByHop.without(originResponse.fields());
    Tunnel tunnel = originResponse.tunnel();
    if (tunnel != null) {
      String protocol = Upgrade.named(originResponse.fields()).getFirst();
      Duration idle = forwarding.timeouts().idleTunnel();
      return Response.switching(fields, content, new Response.Tunnel(protocol, tunnel.out(), idle))
          .withAttempts(tried);
    }
    if (status == UPGRADE_REQUIRED) {
      fields = told(fields, forwarding);
    }
    Body body = originResponse.body();
    Body passed =
        body.mayHaveTrailers()
            ? new Body(content, body.length(), this::trailers)
            : new Body(content, body.length());
    return Response.of(status, fields, passed).withAttempts(tried);
  }

  private Fields trailers() {
    return HopByHop.trailers(originResponse.body().trailers().get(), originResponse.fields());
  }

  /** RFC 9110, 15.5.22: this answer says to what, as far as the route allows it. */
  private Fields told(Fields fields, Forwarding forwarding) {
    List<String> named = Upgrade.named(originResponse.fields());
    List<String> allowed = named.stream().filter(forwarding::allowsUpgrade).toList();
    return allowed.isEmpty()
        ? fields
        : fields.with("Connection", "Upgrade").with("Upgrade", String.join(", ", allowed));
  }

  private void fail(Fault fault, String what) {
    if (!failed) {
      failed = true;
      pool.failed(pick, fault, what);
    }
  }

  @Override
  public void broken(IOException why) {
    boolean client = scope != null && scope.cancellation().isCancelled();
    if (!client && !(why.getCause() instanceof RequestContentException)) {
      fail(Fault.MESSAGE, "its content broke off");
    }
  }

  @Override
  public void waits(boolean begins) {
    if (begins) {
      pick.state().traffic().pauses();
    } else {
      pick.state().traffic().goesOn();
    }
  }

  @Override
  public void ended(boolean whole) {
    pick.end();
    if (!dropped) {
      place.release();
    }
    if (whole && !failed) {
      pool.succeeded(pick);
    }
  }
}
