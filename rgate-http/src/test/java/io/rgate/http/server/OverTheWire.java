package io.rgate.http.server;

import io.rgate.http.DirectFrontProvider;
import io.rgate.testkit.transport.FrontRig;
import io.rgate.transport.FrontProvider;

/** The front of this module, and connections to it. */
abstract class OverTheWire extends FrontRig {

  @Override
  protected FrontProvider provider() {
    return new DirectFrontProvider();
  }
}
