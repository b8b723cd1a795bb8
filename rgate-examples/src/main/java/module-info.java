/**
 * The standalone program, and examples of what can be built on rgate; not published.
 *
 * <p>{@link io.rgate.examples.Main} is the program: {@code rgate -c rgate.yml -p 8080}.
 *
 * @provides io.rgate.spi.StatsSinkProvider {@code access_log}, an example
 */
module io.rgate.examples {
  requires io.rgate.httpserver;
  requires io.rgate.runtime;
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires jdk.httpserver;

  provides io.rgate.spi.StatsSinkProvider with
      io.rgate.examples.AccessLogProvider;

  opens io.rgate.examples to
      info.picocli;
}
