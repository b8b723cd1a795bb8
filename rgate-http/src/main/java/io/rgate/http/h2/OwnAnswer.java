package io.rgate.http.h2;

import io.rgate.api.Fields;
import io.rgate.http.wire.StatusLine;
import io.rgate.transport.Exchange;
import io.rgate.transport.Exchange.ResponseContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The answer that a stream gives itself. */
final class OwnAnswer {
  private static final Fields TEXT = Fields.of("content-type", "text/plain; charset=utf-8");

  private OwnAnswer() {}

  /** Answers 500 where a service has not answered. */
  static void forSilence(Exchange exchange) throws IOException {
    byte[] text = (StatusLine.reason(500) + "\n").getBytes(StandardCharsets.US_ASCII);
    ResponseContent out = exchange.respond(500, TEXT, text.length);
    if (!exchange.head().method().equals("HEAD")) {
      out.write(text, 0, text.length);
    }
    out.end();
  }
}
