package io.rgate.http;

import io.rgate.http.tls.TestTls;
import io.rgate.testkit.transport.FrontContract;
import io.rgate.transport.FrontProvider;
import io.rgate.transport.FrontProvider.FrontSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What a front promises, over TLS. */
@EnabledIfSystemProperty(named = "rgate.long", matches = "true")
class DirectFrontTlsContractIT extends FrontContract {
  private final SSLContext client = TestTls.client();

  @Override
  protected FrontProvider provider() {
    return new DirectFrontProvider();
  }

  @Override
  protected FrontSettings settings(InetSocketAddress address) {
    return super.settings(address).withTls(TestTls.site());
  }

  @Override
  protected Socket secured(Socket plain) throws IOException {
    return TestTls.over(plain, client, "localhost"); // the first byte begins the handshake
  }
}
