import io.rgate.http.DirectFrontProvider;
import io.rgate.http.DirectUpstreamProvider;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.UpstreamProvider;

/**
 * HTTP/1.1 on both sides, read and written by virtual threads: a front and an upstream, both called
 * {@code direct}.
 *
 * <p>It is found by being on the path; it knows no other module than {@code io.rgate.api}.
 */
module io.rgate.http {
  requires transitive io.rgate.api;
  requires static org.jspecify;

  exports io.rgate.http;

  provides FrontProvider with
      DirectFrontProvider;
  provides UpstreamProvider with
      DirectUpstreamProvider;
}
