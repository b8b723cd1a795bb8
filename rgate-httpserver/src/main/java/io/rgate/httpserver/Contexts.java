package io.rgate.httpserver;

import com.sun.net.httpserver.HttpHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The contexts of a server; the one with the longest path that a request's path starts with. */
final class Contexts {
  private final VirtualThreadServer server;
  private final Map<String, Context> byPath = new ConcurrentHashMap<>();

  Contexts(VirtualThreadServer server) {
    this.server = server;
  }

  Context create(String path, @Nullable HttpHandler handler) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path must start with a slash, was '" + path + "'");
    }
    Context context = new Context(server, path, handler);
    if (byPath.putIfAbsent(path, context) != null) {
      throw new IllegalArgumentException("there is a context for '" + path + "'");
    }
    return context;
  }

  void remove(String path) {
    if (byPath.remove(path) == null) {
      throw new IllegalArgumentException("there is no context for '" + path + "'");
    }
  }

  /**
   * The context of {@code path}, or null.
   *
   * @param path null for a target that has none, such as that of CONNECT
   */
  @Nullable Context find(@Nullable String path) {
    if (path == null || path.equals("*")) {
      return byPath.get("/");
    }
    Context longest = null;
    for (Context each : byPath.values()) {
      if (path.startsWith(each.getPath())
          && (longest == null || each.getPath().length() > longest.getPath().length())) {
        longest = each;
      }
    }
    return longest;
  }
}
