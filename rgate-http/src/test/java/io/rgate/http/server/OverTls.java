package io.rgate.http.server;

import io.rgate.http.tls.TestTls;
import io.rgate.transport.FrontProvider.FrontSettings;
import io.rgate.transport.FrontProvider.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/** The front of this module with TLS, and connections to it. */
abstract class OverTls extends OverTheWire {
  /** What the front is made with. */
  protected TlsSettings tls = TestTls.site();

  @Override
  protected FrontSettings settings(InetSocketAddress address) {
    return super.settings(address).withTls(tls);
  }

  final Socket plain() throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port());
    plain.setSoTimeout(60_000); // for 200 handshakes on a busy machine
    return plain;
  }

  final SSLSocket secure(String host, String... versions) throws IOException {
    SSLSocket socket = TestTls.over(plain(), TestTls.client(), host, versions);
    socket.startHandshake();
    return socket;
  }
}
