import io.rgate.http.DirectFrontProvider;
import io.rgate.http.DirectUpstreamProvider;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.UpstreamProvider;

/**
 * HTTP/1.1 and HTTP/2 on both sides, on virtual threads: a front and an upstream, both named {@code
 * direct}.
 *
 * <p>The gateway finds it on the path; it requires no other module of rgate than {@code
 * io.rgate.api}.
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
