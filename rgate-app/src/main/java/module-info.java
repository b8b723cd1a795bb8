/**
 * The standalone program; not published.
 *
 * <p>{@link io.rgate.app.Main} is the program: {@code rgate -c rgate.yml -p 8080}.
 */
module io.rgate.app {
  requires io.rgate.http;
  requires io.rgate.runtime;
  requires static org.jspecify;
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires java.logging;
  requires java.sql;
  requires jdk.unsupported; // signals

  uses java.sql.Driver; // of the folder of plug-ins

  opens io.rgate.app to
      info.picocli;
}
