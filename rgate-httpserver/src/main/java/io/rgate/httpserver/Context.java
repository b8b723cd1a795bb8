package io.rgate.httpserver;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A handler, and what stands before it. */
final class Context extends HttpContext {
  private final HttpServer server;
  private final String path;
  private final Map<String, Object> attributes = new ConcurrentHashMap<>();
  private final List<Filter> filters = new CopyOnWriteArrayList<>();
  private volatile @Nullable HttpHandler handler;
  private volatile @Nullable Authenticator authenticator;

  Context(HttpServer server, String path, @Nullable HttpHandler handler) {
    this.server = server;
    this.path = path;
    this.handler = handler;
  }

  /** Has {@code exchange} handled: first the authenticator, then the filters, then the handler. */
  void handle(Exchange exchange) throws IOException {
    HttpHandler last = handler;
    if (last == null) {
      exchange.answer(500);
      return;
    }
    Authenticator first = authenticator;
    if (first == null && filters.isEmpty()) {
      last.handle(exchange);
      return;
    }
    List<Filter> chain = new ArrayList<>(filters);
    if (first != null) {
      chain.addFirst(new Authentication(first));
    }
    new Filter.Chain(chain, last).doFilter(exchange);
  }

  /** Lets nobody by whom the authenticator does not know. */
  private static final class Authentication extends Filter {
    private final Authenticator authenticator;

    Authentication(Authenticator authenticator) {
      this.authenticator = authenticator;
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
      switch (authenticator.authenticate(exchange)) {
        case Authenticator.Success success -> {
          if (exchange instanceof Exchange ours) {
            ours.principal(success.getPrincipal());
          }
          chain.doFilter(exchange);
        }
        case Authenticator.Retry retry -> exchange.sendResponseHeaders(retry.getResponseCode(), -1);
        case Authenticator.Failure failure ->
            exchange.sendResponseHeaders(failure.getResponseCode(), -1);
        default -> exchange.sendResponseHeaders(500, -1);
      }
    }

    @Override
    public String description() {
      return "authentication";
    }
  }

  @Override
  public @Nullable HttpHandler getHandler() {
    return handler;
  }

  @Override
  public void setHandler(HttpHandler given) {
    if (handler != null) {
      throw new IllegalArgumentException("there is a handler");
    }
    handler = Objects.requireNonNull(given, "handler");
  }

  @Override
  public String getPath() {
    return path;
  }

  @Override
  public HttpServer getServer() {
    return server;
  }

  @Override
  public Map<String, Object> getAttributes() {
    return attributes;
  }

  @Override
  public List<Filter> getFilters() {
    return filters;
  }

  @Override
  public @Nullable Authenticator setAuthenticator(@Nullable Authenticator given) {
    Authenticator before = authenticator;
    authenticator = given;
    return before;
  }

  @Override
  public @Nullable Authenticator getAuthenticator() {
    return authenticator;
  }
}
