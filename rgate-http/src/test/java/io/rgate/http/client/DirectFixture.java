package io.rgate.http.client;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.api.Timeouts;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What the tests of the upstream ask with. */
final class DirectFixture {
  static final SendOptions PATIENT = options(5_000, 5_000, 5_000);

  private DirectFixture() {}

  static SendOptions options(long connectMillis, long headMillis, long idleMillis) {
    return SendOptions.of(
        new Timeouts(
            Duration.ofMillis(connectMillis),
            Duration.ofMillis(headMillis),
            Duration.ofMillis(idleMillis)));
  }

  static Request get(String path, String... fields) {
    return request("GET", path, Body.EMPTY, fields);
  }

  static Request request(String method, String path, Body body, String... fields) {
    return Request.builder(method, path).fields(Fields.of(fields)).body(body).build();
  }

  static void discard(OriginAnswer answer) throws IOException {
    answer.body().stream().close();
  }

  /** The whole content, after which the answer is closed. */
  static String text(OriginAnswer answer) throws IOException {
    try (InputStream in = answer.body().stream()) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
