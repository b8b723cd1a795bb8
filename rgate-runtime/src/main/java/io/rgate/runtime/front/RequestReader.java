package io.rgate.runtime.front;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.api.StatusException;
import io.rgate.runtime.exchange.ExchangeScope;
import io.rgate.runtime.exchange.HopByHop;
import io.rgate.runtime.exchange.RequestId;
import io.rgate.runtime.exchange.Upgrade;
import io.rgate.runtime.exchange.Vouched;
import io.rgate.transport.Exchange;
import io.rgate.transport.Exchange.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a request of an exchange, and refuses requests that must not be forwarded, for any protocol
 * (RFC 9112, 3.2). Removes the fields that concern the client's connection only. This happens
 * before the filters run, so that fields which filters add are kept.
 */
public final class RequestReader {
  private RequestReader() {}

  /**
   * The request of {@code exchange}, with a request id among its fields and its content counted.
   *
   * @throws StatusException with 400 or 501; the connection must be closed then
   */
  static Request read(Exchange exchange, ExchangeScope scope) {
    RequestHead head = exchange.head();
    scope.requestId(RequestId.of(head.fields().get(RequestId.FIELD)));
    if (head.method().equals("CONNECT")) {
      throw new StatusException(501, "CONNECT: the gateway is no forward proxy");
    }
    RequestTarget target = RequestTarget.parse(head.target(), head.method().equals("OPTIONS"));
    String authority = head.authority() == null ? target.authority() : head.authority();
    List<String> upgrade = upgrade(exchange);
    Fields fields = withHost(head, authority);
    fields = withoutLookalikes(HopByHop.ofRequest(fields, head.protocol()));
    return scope
        .attach(
            Request.builder(head.method(), "/")
                .target(target.path(), target.query())
                .scheme(head.scheme())
                .protocol(head.protocol())
                .fields(named(fields, scope.requestId()))
                .body(content(scope.body(), head.fields()))
                .peer(exchange.peer())
                .upgrade(upgrade))
        .build();
  }

  /**
   * The content; its trailers say nothing that only the header section, or the gateway, may say.
   */
  private static Body content(Body body, Fields head) {
    return body.mayHaveTrailers()
        ? new Body(body.stream(), body.length(), () -> trailers(body.trailers().get(), head))
        : body;
  }

  private static Fields trailers(Fields trailers, Fields head) {
    return trailers.size() == 0
        ? trailers
        : HopByHop.trailers(trailers, head).toBuilder().removeIf(Vouched::isMeant).build();
  }

  private static Fields named(Fields fields, String id) {
    return id.equals(fields.get(RequestId.FIELD)) ? fields : fields.with(RequestId.FIELD, id);
  }

  /**
   * What the client wants to go on with. A front without tunnels ignores that, as RFC 9110, 7.8
   * allows; but a client of WebSocket cannot go on without it.
   */
  private static List<String> upgrade(Exchange exchange) {
    RequestHead head = exchange.head();
    if (!head.fields().contains("Upgrade")) {
      return List.of();
    }
    List<String> wanted = Upgrade.wanted(head.fields(), head.protocol());
    if (wanted.isEmpty() || exchange.offersTunnel()) {
      return wanted;
    }
    Upgrade.requireNot(wanted, "this front has no tunnels");
    return List.of();
  }

  /** RFC 9112, 3.2 and 3.2.2: exactly one Host; an authority from elsewhere replaces it. */
  private static Fields withHost(RequestHead head, @Nullable String authority) {
    Fields fields = head.fields();
    requireHost(fields, head.protocol().equals("HTTP/1.0") || head.authority() != null);
    if (authority == null) {
      return fields;
    }
    if (authority.isEmpty() || !Authority.isValid(authority)) {
      throw new StatusException(400, "the target's authority is no host and port");
    }
    return authority.equals(fields.get("Host")) ? fields : fields.with("Host", authority);
  }

  private static void requireHost(Fields fields, boolean mayBeMissing) {
    List<String> hosts = fields.all("Host");
    if (hosts.isEmpty() && mayBeMissing) {
      return;
    }
    if (hosts.size() != 1) {
      throw new StatusException(400, hosts.size() + " Host fields");
    }
    if (!Authority.isValid(hosts.getFirst())) {
      throw new StatusException(400, "Host is no host and port");
    }
  }

  private static Fields withoutLookalikes(Fields fields) {
    for (int i = 0; i < fields.size(); i++) {
      if (Vouched.isLookalike(fields.name(i))) {
        return fields.toBuilder().removeIf(Vouched::isLookalike).build();
      }
    }
    return fields;
  }
}
