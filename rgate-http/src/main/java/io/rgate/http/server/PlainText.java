package io.rgate.http.server;

import io.rgate.api.Fields;
import io.rgate.api.Limits;
import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.wire.FieldSection;
import io.rgate.http.wire.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers a client that speaks HTTP without TLS where it must speak TLS. */
final class PlainText {
  private static final byte[] TEXT =
      "Bad Request: this port speaks TLS; use https\n".getBytes(StandardCharsets.US_ASCII);

  private PlainText() {}

  /** Sends 400, and ends the connection so that the client can read it. */
  static void refuse(Transport transport, Limits limits) throws IOException {
    Output output = new Output(transport, WaitLimit.of(limits.clientIdle().toNanos()));
    Fields fields = Fields.of("Content-Type", "text/plain; charset=utf-8");
    ResponseHead.write(output, 400, fields, "close");
    ResponseHead.endWithContent(output, TEXT.length);
    FieldSection.writeText(output, TEXT);
    output.flush();
    LingeringClose.of(transport, LingeringClose.LINGER);
  }
}
