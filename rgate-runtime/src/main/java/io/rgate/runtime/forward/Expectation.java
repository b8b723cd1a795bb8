package io.rgate.runtime.forward;

import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.runtime.exchange.ClientBody;
import io.rgate.runtime.exchange.ExchangeScope;
import org.jspecify.annotations.Nullable;

/**
 * What a client expects by {@code Expect} (RFC 9110, 10.1.1), where a route leaves the answer to
 * the origin. Elsewhere an origin does not get the field, because the gateway asks for the content.
 */
final class Expectation {
  private static final String FIELD = "Expect";

  private Expectation() {}

  /**
   * The {@code fields} for an origin, with the expectation of {@code clientRequest} if it has one.
   */
  static Fields put(Fields fields, Request clientRequest, @Nullable ExchangeScope scope) {
    String expected = clientRequest.fields().get(FIELD);
    if (expected == null || scope == null || clientRequest.protocol().equals("HTTP/1.0")) {
      return fields;
    }
    if (expected.equalsIgnoreCase("100-continue")) {
      ClientBody content = scope.content();
      boolean toCome = content != null && !content.isTouched();
      if (!toCome) {
        return fields; // there is none, or a filter has it already
      }
      scope.leaveExpectation();
    }
    return fields.with(FIELD, expected);
  }
}
