package io.rgate.http;

import io.rgate.http.server.DirectFront;
import io.rgate.transport.Front;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.FrontProvider.FrontSettings;
import java.io.IOException;

/**
 * Makes fronts that use HTTP/1.1 and HTTP/2, with TLS if the settings say so; each connection and
 * each stream has a virtual thread of its own. They notice that a client leaves even while no
 * thread reads from it.
 */
public final class DirectFrontProvider implements FrontProvider {

  /** For the service loader, and for code that makes fronts itself. */
  public DirectFrontProvider() {}

  @Override
  public String name() {
    return "direct";
  }

  @Override
  public Front bind(FrontSettings settings) throws IOException {
    return DirectFront.bind(settings);
  }
}
