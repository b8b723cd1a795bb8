/**
 * The vocabulary of rgate and the interfaces that a plug-in implements; it depends on nothing.
 *
 * <p>{@link io.rgate.api} is what an application and a filter see: configuration, request and
 * response. {@link io.rgate.spi} is what a plug-in implements: where endpoints come from ({@link
 * io.rgate.spi.BackendDiscovery}), where measurements go ({@link io.rgate.spi.StatsSink}) and how a
 * request finds its route ({@link io.rgate.spi.RouteTable}). {@link io.rgate.spi.stats} has
 * counters for sinks that add requests up. {@link io.rgate.transport} is how bytes come in and go
 * out.
 */
module io.rgate.api {
  requires static org.jspecify;

  exports io.rgate.api;
  exports io.rgate.spi;
  exports io.rgate.transport;
  exports io.rgate.spi.stats;
}
