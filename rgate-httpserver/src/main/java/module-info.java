/**
 * A {@link com.sun.net.httpserver.HttpServer} that serves each connection on one virtual thread.
 *
 * <p>It depends on nothing but the JDK, and on no other module of rgate. Nothing finds it by
 * itself: whoever wants it names it.
 */
module io.rgate.httpserver {
  requires transitive jdk.httpserver;
  requires static transitive org.jspecify;

  exports io.rgate.httpserver;
}
