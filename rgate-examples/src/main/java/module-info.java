/**
 * What a reader copies: a gateway inside an application, a program around it, a plug-in. Not
 * published.
 *
 * @provides io.rgate.spi.StatsSinkProvider {@code access_log}, an example
 * @provides io.rgate.spi.FilterProvider {@code token}, an example
 */
module io.rgate.examples {
  requires io.rgate.http;
  requires io.rgate.runtime;
  requires static org.jspecify;

  provides io.rgate.spi.FilterProvider with
      io.rgate.examples.TokenFilter.Provider;
  provides io.rgate.spi.StatsSinkProvider with
      io.rgate.examples.AccessLogProvider;
}
