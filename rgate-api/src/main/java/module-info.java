/**
 * The API of rgate and the interfaces that a plug-in implements; it depends on no other module.
 *
 * <p>An application and a filter use {@link io.rgate.api}: configuration, request and response. A
 * plug-in implements {@link io.rgate.spi}: the source of endpoints ({@link
 * io.rgate.spi.BackendDiscovery}), the target of measurements ({@link io.rgate.spi.StatsSink}) and
 * the choice of a route ({@link io.rgate.spi.RouteTable}). {@link io.rgate.spi.stats} has counters
 * for sinks that add requests up. {@link io.rgate.transport} has the interfaces of the wire.
 */
module io.rgate.api {
  requires static org.jspecify;

  exports io.rgate.api;
  exports io.rgate.spi;
  exports io.rgate.transport;
  exports io.rgate.spi.stats;
}
