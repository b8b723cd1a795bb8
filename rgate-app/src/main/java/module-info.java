/**
 * The standalone program; not published.
 *
 * <p>{@link io.rgate.app.Main} is the program: {@code rgate -c rgate.yml -p 8080}.
 */
module io.rgate.app {
  requires io.rgate.httpserver;
  requires io.rgate.runtime;
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires jdk.httpserver;

  opens io.rgate.app to
      info.picocli;
}
