package io.rgate.runtime.front;

import static java.lang.System.Logger.Level.DEBUG;

import io.rgate.api.Fields;
import io.rgate.api.Response;
import io.rgate.runtime.exchange.ExchangeScope;
import io.rgate.runtime.exchange.RequestId;
import io.rgate.runtime.measure.Measurement;
import io.rgate.runtime.tunnel.OpenTunnel;
import io.rgate.runtime.tunnel.Tunnels;
import io.rgate.spi.Sample.Outcome;
import io.rgate.transport.Exchange;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Answers one request with 101, and runs its tunnel to the end. */
final class TunnelWriter implements Measurement.Written {
  private static final System.Logger LOG = System.getLogger(TunnelWriter.class.getName());

  private final Exchange exchange;
  private final ExchangeScope scope;
  private final Measurement measurement;
  private final Tunnels tunnels;
  private long firstByteNanos;
  private @Nullable OpenTunnel tunnel;

  TunnelWriter(Exchange exchange, ExchangeScope scope, Measurement measurement, Tunnels tunnels) {
    this.exchange = exchange;
    this.scope = scope;
    this.measurement = measurement;
    this.tunnels = tunnels;
  }

  @Override
  public long bytes() {
    return tunnel == null ? 0 : tunnel.bytesOut();
  }

  @Override
  public long bytesIn() {
    return tunnel == null ? 0 : tunnel.bytesIn();
  }

  @Override
  public long firstByteNanos() {
    return firstByteNanos;
  }

  @Override
  public @Nullable IOException broken() {
    return null;
  }

  /** However a tunnel ends, the exchange was complete when its protocol was switched. */
  Outcome write(Response response, Response.Tunnel origin) {
    if (scope.cancellation().isCancelled()) {
      return Outcome.CLIENT_GONE;
    }
    OpenTunnel open;
    try {
      Fields fields =
          response
              .fields()
              .with("Connection", "Upgrade")
              .with("Upgrade", origin.protocol())
              .with(RequestId.FIELD, scope.requestId());
      Exchange.Tunnel client = exchange.tunnel(response.status(), fields);
      open = tunnels.between(exchange, client, response, origin);
    } catch (IOException e) {
      LOG.log(DEBUG, "client went away", e);
      return Outcome.CLIENT_GONE;
    }
    tunnel = open;
    firstByteNanos = System.nanoTime();
    tunnels.run(open);
    measurement.ending();
    return Outcome.COMPLETED;
  }
}
