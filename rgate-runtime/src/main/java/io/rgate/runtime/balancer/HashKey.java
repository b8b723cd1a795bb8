package io.rgate.runtime.balancer;

import io.rgate.api.AddressBlock;
import io.rgate.api.Fields;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.Request;
import io.rgate.spi.Settings;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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
      case "client" -> client(trusted(settings));
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

  private static List<AddressBlock> trusted(Settings settings) {
    List<AddressBlock> blocks = new ArrayList<>();
    List<String> texts = settings.strings("trusted_proxies");
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      String key = "trusted_proxies[" + i + "]";
      try {
        blocks.add(AddressBlock.parse(text));
      } catch (InvalidConfigException e) {
        throw settings.error(key, e.problem());
      }
    }
    return List.copyOf(blocks);
  }

  /**
   * The address of the connection. If that is a trusted proxy, the last address before it that is
   * none: each proxy adds the one that it sees at the end of {@code X-Forwarded-For}.
   */
  private static HashKey client(List<AddressBlock> trusted) {
    if (trusted.isEmpty()) {
      return request -> request.client().getAddress().getHostAddress();
    }
    return request -> {
      InetAddress client = request.client().getAddress();
      Predicate<InetAddress> isTrusted =
          address -> trusted.stream().anyMatch(block -> block.contains(address));
      List<String> said =
          isTrusted.test(client) ? request.fields().all("X-Forwarded-For") : List.of();
      String[] addresses = String.join(",", said).split(",", -1);
      for (int i = addresses.length - 1; i >= 0 && isTrusted.test(client); i--) {
        InetAddress before = parsed(addresses[i].trim());
        if (before == null) {
          break;
        }
        client = before;
      }
      return client.getHostAddress();
    };
  }

  private static @Nullable InetAddress parsed(String text) {
    try {
      return text.indexOf('/') < 0 ? AddressBlock.parse(text).address() : null;
    } catch (InvalidConfigException e) {
      return null; // what is before that proxy cannot be known
    }
  }
}
