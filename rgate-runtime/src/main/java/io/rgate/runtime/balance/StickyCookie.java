package io.rgate.runtime.balance;

import io.rgate.api.Attempt;
import io.rgate.api.Endpoint;
import io.rgate.api.Forwarding.Sticky;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.runtime.balancer.NamedValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cookie by which a client stays with one endpoint. Its value follows from the endpoint's id
 * alone, so all gateways agree on it, and it does not tell the id. Immutable.
 */
public final class StickyCookie {
  /** 72 bits: no two endpoints of a gateway have the same value by accident. */
  private static final int BYTES = 9;

  private static final int SERVER_ERROR = 500;

  private final Sticky rules;
  private final Map<String, Endpoint> byValue = new HashMap<>();
  private final Map<String, String> values = new HashMap<>();

  /** For {@code endpoints}, drained ones too: those keep the clients that they have. */
  StickyCookie(Sticky rules, List<Endpoint> endpoints) {
    this.rules = rules;
    for (Endpoint endpoint : endpoints) {
      String value = value(endpoint.id());
      values.put(endpoint.id(), value);
      byValue.put(value, endpoint);
    }
  }

  /** The endpoint that the cookie of {@code request} names; null if there is none. */
  @Nullable Endpoint endpointOf(Request request) {
    String value = NamedValue.ofCookie(request.fields(), rules.cookie());
    return value == null ? null : byValue.get(value);
  }

  /**
   * The response with a cookie for the endpoint that gave it; unchanged if the client has that
   * cookie already, or the endpoint answered with an error of its own.
   */
  public Response withCookie(Request clientRequest, Response response) {
    List<Attempt> attempts = response.attempts().all();
    if (response.status() >= SERVER_ERROR || attempts.isEmpty()) {
      return response;
    }
    String id = attempts.getLast().endpoint();
    String known = values.get(id); // a balancer may answer with an endpoint of its own making
    String value = known == null ? value(id) : known;
    return value.equals(NamedValue.ofCookie(clientRequest.fields(), rules.cookie()))
        ? response
        : response.withFields(
            response.fields().toBuilder()
                .add("Set-Cookie", cookie(value, clientRequest.scheme()))
                .build());
  }

  private String cookie(String value, String scheme) {
    StringBuilder text = new StringBuilder(rules.cookie()).append('=').append(value);
    text.append("; Path=").append(rules.path());
    Duration maxAge = rules.maxAge();
    if (maxAge != null) {
      text.append("; Max-Age=").append(maxAge.toSeconds());
    }
    text.append(rules.httpOnly() ? "; HttpOnly" : "");
    boolean secure =
        switch (rules.secure()) {
          case AUTO -> scheme.equals("https");
          case TRUE -> true;
          case FALSE -> false;
        };
    text.append(secure ? "; Secure" : "");
    String sameSite = rules.sameSite().name();
    return text.append("; SameSite=")
        .append(sameSite.charAt(0))
        .append(sameSite.substring(1).toLowerCase(Locale.ROOT))
        .toString();
  }

  /** A digest of {@code id}, cut short. */
  static String value(String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(("rgate sticky " + id).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
