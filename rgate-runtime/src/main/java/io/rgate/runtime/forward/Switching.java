package io.rgate.runtime.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Fields;
import io.rgate.api.Forwarding;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.api.StatusException;
import io.rgate.runtime.balance.Pick;
import io.rgate.runtime.exchange.Upgrade;
import io.rgate.transport.Exchange.Tunnel;
import io.rgate.transport.Upstream;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.UpstreamException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that wants to go on with another protocol, and the 101 that it gets. For one thread.
 *
 * <p>A WebSocket over HTTP/2 has no key (RFC 8441, 5), so the one for the origin is made here, and
 * its proof is checked here.
 */
final class Switching {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String KEY = "Sec-WebSocket-Key";
  private static final String ACCEPT = "Sec-WebSocket-Accept";

  /** What a key is followed by in its proof (RFC 6455, 1.3). */
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final List<String> wanted;
  private final @Nullable String key;
  private boolean answered;

  private Switching(Request request) {
    this.wanted = request.upgrade();
    boolean keyless = !request.protocol().startsWith("HTTP/1.") && Upgrade.isWebSocket(wanted);
    this.key = keyless ? freshKey() : null;
  }

  /** What {@code request} wants; null if it wants nothing but HTTP. */
  static @Nullable Switching of(Request request) {
    return request.upgrade().isEmpty() ? null : new Switching(request);
  }

  /**
   * The request with what its route allows of what it wants.
   *
   * @throws StatusException with 501 if it wants WebSocket and may not
   */
  static Request allowed(Request request, Forwarding forwarding) {
    List<String> wanted = request.upgrade();
    if (wanted.isEmpty()) {
      return request;
    }
    List<String> allowed = wanted.stream().filter(forwarding::allowsUpgrade).toList();
    if (allowed.isEmpty()) {
      Upgrade.requireNot(wanted, "the route does not allow it");
    }
    return allowed.size() == wanted.size() ? request : request.withUpgrade(allowed);
  }

  private static String freshKey() {
    byte[] nonce = new byte[16];
    RANDOM.nextBytes(nonce);
    return Base64.getEncoder().encodeToString(nonce);
  }

  /** The fields of the request to the origin. */
  Fields toOrigin(Fields fields) {
    Fields all = fields.with("Connection", "Upgrade").with("Upgrade", String.join(", ", wanted));
    return key == null ? all : all.with(KEY, key);
  }

  /** Whether a 101 has come: then the request is not sent again. */
  boolean isAnswered() {
    return answered;
  }

  /**
   * The answer, unless it is a wrong 101.
   *
   * @throws UpstreamException if it is a 101 to what was not asked for; its tunnel is closed then
   */
  OriginAnswer checked(OriginAnswer answer) throws UpstreamException {
    Tunnel tunnel = answer.tunnel();
    if (tunnel == null) {
      return answer;
    }
    answered = true;
    String wrong = wrong(answer.fields());
    if (wrong != null) {
      tunnel.close();
      throw new UpstreamException(Stage.HEAD, Failure.INVALID, wrong, null);
    }
    return answer;
  }

  /**
   * Checks that what sends to an endpoint can do what cannot be left out.
   *
   * @throws StatusException with 501 if WebSocket is wanted and cannot be; the choice is given back
   */
  void requireTunnel(Upstream upstream, Pick pick) {
    if (Upgrade.isWebSocket(wanted) && !upstream.offersTunnel(pick.endpoint())) {
      pick.drop();
      throw new StatusException(501, "WebSocket: what sends to the endpoint has no tunnels");
    }
  }

  private @Nullable String wrong(Fields fields) {
    List<String> named = Upgrade.named(fields);
    boolean asked =
        !named.isEmpty()
            && named.stream().allMatch(name -> wanted.stream().anyMatch(name::equalsIgnoreCase));
    if (!asked) {
      return "it switches to a protocol that it was not asked for";
    }
    return key == null || proof(key).equals(fields.get(ACCEPT))
        ? null
        : "its " + ACCEPT + " does not belong to the key that it got";
  }

  private static String proof(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder().encodeToString(digest.digest((key + GUID).getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /** The answer without what only the gateway has asked for. */
  Response toClient(Response response) {
    return key == null ? response : response.withFields(response.fields().without(ACCEPT));
  }
}
