package io.rgate.testkit.transport;

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

/** What tests ask an upstream with, and how they read what it brings. */
public final class Requests {
  /** Five seconds for everything. */
  public static final SendOptions PATIENT = options(5_000, 5_000, 5_000);

  private Requests() {}

  /** With these timeouts: for the connection, the head of the answer and each pause in content. */
  public static SendOptions options(long connectMillis, long headMillis, long idleMillis) {
    return SendOptions.of(
        new Timeouts(
            Duration.ofMillis(connectMillis),
            Duration.ofMillis(headMillis),
            Duration.ofMillis(idleMillis)));
  }

  /** A GET without content. */
  public static Request get(String path, String... fields) {
    return request("GET", path, Body.EMPTY, fields);
  }

  /** A request; its fields are names and values in turn. */
  public static Request request(String method, String path, Body body, String... fields) {
    return Request.builder(method, path).fields(Fields.of(fields)).body(body).build();
  }

  /** Gives up what has not been read. */
  public static void discard(OriginAnswer answer) throws IOException {
    answer.body().stream().close();
  }

  /** The whole content, after which the answer is closed. */
  public static String text(OriginAnswer answer) throws IOException {
    try (InputStream in = answer.body().stream()) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
