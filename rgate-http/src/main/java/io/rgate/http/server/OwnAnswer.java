package io.rgate.http.server;

import io.rgate.api.Fields;
import io.rgate.http.wire.FieldSection;
import io.rgate.http.wire.Output;
import io.rgate.http.wire.StatusLine;
import io.rgate.transport.Exchange.ResponseContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the front answers by itself: a status, and its reason as text. */
final class OwnAnswer {
  private static final Fields TEXT = Fields.of("Content-Type", "text/plain; charset=utf-8");

  private OwnAnswer() {}

  /** Answers 500 for a service that has not responded, and breaks off a response that is begun. */
  static void forSilence(ServerExchange exchange) throws IOException {
    if (exchange.isBegun()) {
      if (!exchange.isEnded()) {
        exchange.abort();
      }
      return;
    }
    byte[] text = text(500);
    ResponseContent content = exchange.respond(500, TEXT.with("Connection", "close"), text.length);
    if (!exchange.head().method().equals("HEAD")) {
      content.write(text, 0, text.length);
    }
    content.end();
  }

  /** Answers bytes that are no valid request. */
  static void refuse(Output output, int status, boolean withContent) throws IOException {
    byte[] text = text(status);
    ResponseHead.write(output, status, TEXT, "close");
    ResponseHead.endWithContent(output, text.length);
    if (withContent) {
      FieldSection.writeText(output, text);
    }
    output.flush();
  }

  private static byte[] text(int status) {
    return (StatusLine.reason(status) + "\n").getBytes(StandardCharsets.US_ASCII);
  }
}
