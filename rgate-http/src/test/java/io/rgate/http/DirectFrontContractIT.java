package io.rgate.http;

import io.rgate.testkit.transport.FrontContract;
import io.rgate.transport.FrontProvider;

class DirectFrontContractIT extends FrontContract {

  @Override
  protected FrontProvider provider() {
    return new DirectFrontProvider();
  }
}
