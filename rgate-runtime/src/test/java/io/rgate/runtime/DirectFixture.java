package io.rgate.runtime;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What the tests of the direct upstream ask with. */
final class DirectFixture {
  static final Timeouts PATIENT =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5));

  private DirectFixture() {}

  static Request get(String path, String... fields) {
    return request("GET", path, Body.EMPTY, fields);
  }

  static Request request(String method, String path, Body body, String... fields) {
    InetSocketAddress client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    return new Request(method, path, null, Fields.of(fields), body, client);
  }

  /** The whole content, after which the response is closed. */
  static String text(Response response) throws IOException {
    try (response) {
      return new String(response.body().stream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
