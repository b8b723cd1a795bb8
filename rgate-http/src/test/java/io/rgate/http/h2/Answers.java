package io.rgate.http.h2;

import io.rgate.api.Fields;
import io.rgate.transport.Exchange;
import io.rgate.transport.Exchange.ResponseContent;
import java.io.IOException;

/** What services of tests answer. */
final class Answers {
  private Answers() {}

  static void ok(Exchange exchange) throws IOException {
    ResponseContent out = exchange.respond(200, Fields.EMPTY, 2);
    out.write(new byte[] {'o', 'k'}, 0, 2);
    out.end();
  }
}
