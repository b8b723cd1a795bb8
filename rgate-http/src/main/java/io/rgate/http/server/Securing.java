package io.rgate.http.server;

import io.rgate.api.Fields;
import io.rgate.api.Limits;
import io.rgate.api.Peer;
import io.rgate.http.h2.Http2Connection;
import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.tls.NotTlsException;
import io.rgate.http.tls.TlsTransport;
import io.rgate.http.wire.FieldSection;
import io.rgate.http.wire.Input;
import io.rgate.http.wire.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes connections that were accepted ready for use. */
final class Securing {
  private static final byte[] TEXT =
      "Bad Request: this port speaks TLS; use https\n".getBytes(StandardCharsets.US_ASCII);

  private Securing() {}

  /**
   * Makes the handshake, if the connection has one, and returns what was agreed. A client for which
   * that fails can read why.
   *
   * @throws NotTlsException if the client speaks HTTP without TLS; it has got its answer then
   */
  static Peer.@Nullable Tls secure(Transport transport, WaitLimit waitLimit, Limits limits)
      throws IOException {
    try {
      return transport.secure(waitLimit);
    } catch (NotTlsException e) {
      refuse(((TlsTransport) transport).plain(), limits);
      throw e;
    } catch (SSLException e) {
      LingeringClose.of(((TlsTransport) transport).plain(), LingeringClose.SHORT);
      throw e;
    }
  }

  /**
   * Whether the client begins with the preface of HTTP/2 (RFC 9113, 3.3); with TLS it must have
   * asked for that in the handshake.
   */
  static boolean isHttp2(Transport transport, Peer peer, Input input, Limits limits)
      throws IOException {
    if (peer.tls() != null && !transport.protocol().equals(Http2Connection.ALPN)) {
      return false;
    }
    input.waitLimit(WaitLimit.until(limits.requestHead().toNanos()));
    return Http2Connection.isPreface(input);
  }

  /** Sends 400, and ends the connection so that the client can read it. */
  private static void refuse(Transport transport, Limits limits) throws IOException {
    Output output = new Output(transport, WaitLimit.of(limits.clientIdle().toNanos()));
    Fields fields = Fields.of("Content-Type", "text/plain; charset=utf-8");
    ResponseHead.write(output, 400, fields, "close");
    ResponseHead.endWithContent(output, TEXT.length);
    FieldSection.writeText(output, TEXT);
    output.flush();
    LingeringClose.of(transport, LingeringClose.LINGER);
  }
}
