package io.rgate.runtime.balancer;

import io.rgate.api.AddressBlock;
import io.rgate.api.Fields;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.Request;
import io.rgate.spi.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a request decides which endpoint it goes to. Safe for use by many threads. */
@FunctionalInterface
interface HashKey {

  /** The text that decides for {@code request}; null or empty if the request has none. */
  @Nullable String of(Request request);

  /**
   * Reads {@code by}, and for the client's address {@code trusted_proxies}.
   *
   * @throws InvalidConfigException if a value is wrong
   */
  static HashKey read(Settings settings) {
    String by = settings.string("by", "client");
    int colon = by.indexOf(':');
    if (colon >= 0) {
      String name = by.substring(colon + 1);
      return switch (Fields.isToken(name) ? by.substring(0, colon) : "") {
        case "field" -> request -> request.fields().get(name);
        case "cookie" -> request -> NamedValue.ofCookie(request.fields(), name);
        case "query" -> request -> ofQuery(request, name);
        default -> throw wrong(settings, by);
      };
    }
    return switch (by) {
      case "client" -> client(settings.addressBlocks("trusted_proxies"));
      case "path" -> Request::path;
      default -> throw wrong(settings, by);
    };
  }

  private static InvalidConfigException wrong(Settings settings, String by) {
    return settings.error(
        "by",
        "must be client, path, field:NAME, cookie:NAME or query:NAME, was '"
            + by
            + "'; such as field:X-User");
  }

  private static @Nullable String ofQuery(Request request, String name) {
    String query = request.query();
    return query == null ? null : NamedValue.in(query, '&', name);
  }

  private static HashKey client(List<AddressBlock> trusted) {
    return request -> AddressBlock.clientOf(request, trusted).getHostAddress();
  }
}
