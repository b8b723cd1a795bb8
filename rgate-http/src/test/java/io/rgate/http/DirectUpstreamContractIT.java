package io.rgate.http;

import io.rgate.testkit.transport.UpstreamContract;
import io.rgate.transport.UpstreamProvider;

class DirectUpstreamContractIT extends UpstreamContract {

  @Override
  protected UpstreamProvider provider() {
    return new DirectUpstreamProvider();
  }
}
