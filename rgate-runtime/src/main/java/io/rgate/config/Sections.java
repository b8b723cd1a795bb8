package io.rgate.config;

import io.rgate.api.Backend;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig;
import io.rgate.api.GatewayConfig.Concurrency;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.Limits;
import io.rgate.api.Route;
import io.rgate.config.ServerConfig.Listener;
import io.rgate.spi.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the configuration's records from its sections. */
final class Sections {
  /** A name, an IPv4 address, or an IPv6 address in brackets; and a port. */
  private static final Pattern ADDRESS = Pattern.compile("([^:\\s]+|\\[[^\\]\\s]+]):(\\d{1,5})");

  /** The form of a provider's name. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  /** The table of routes that is made if a file names no other one. */
  private static final String PREFIX = "prefix";

  private static final GatewayConfig NOTHING =
      new GatewayConfig(List.of(), List.of(), DefaultResponse.NOT_FOUND);

  private Sections() {}

  /** Routes, backends and default response, without the wrong ones. */
  static GatewayConfig gateway(Settings root) {
    References references = new References(hasPrefixTable(root));
    List<Backend> backends = new ArrayList<>();
    require(root, "routes");
    require(root, "backends");
    references.backendsAreKnown(root.isList("backends"));
    List<Settings> backendSections = root.sections("backends");
    for (Settings section : backendSections) {
      RoutingSections.backend(section, references).ifPresent(backends::add);
    }
    Forwarding forwarding =
        ForwardingSection.read(
            ForwardingSection.only(root.section("forwarding")), Forwarding.DEFAULT);
    List<Route> routes = new ArrayList<>();
    List<Settings> routeSections = root.sections("routes");
    for (Settings section : routeSections) {
      RoutingSections.route(section, forwarding, references).ifPresent(routes::add);
    }
    DefaultResponse defaultResponse =
        root.has("default_response")
            ? defaultResponse(root.section("default_response"))
            : DefaultResponse.NOT_FOUND;
    Concurrency limits = FailureSections.limits(root, false);
    String zone = root.optionalString("zone").orElse(null);
    if (!root.isList("backends")
        || backends.size() < backendSections.size()
        || routes.size() < routeSections.size()) {
      return NOTHING; // its errors have been recorded
    }
    return root.attempt(() -> new GatewayConfig(routes, backends, defaultResponse, limits, zone))
        .orElse(NOTHING);
  }

  static ServerConfig server(Settings root) {
    Settings section =
        only(
            root.section("server"),
            "front",
            "host",
            "port",
            "tls",
            "listeners",
            "max_fields",
            "max_field_bytes",
            "max_target",
            "request_head_timeout",
            "client_idle_timeout",
            "max_connections",
            "max_connections_per_client",
            "reuse_port",
            "http2",
            "max_concurrent_streams");
    String front = provider(section, "front", "a front, such as jdk");
    List<Listener> listeners = ListenerSections.read(section);
    Limits limits = limits(section, Limits.DEFAULT);
    boolean reusePort = section.bool("reuse_port", ServerConfig.DEFAULT.reusePort());
    boolean http2 = section.bool("http2", true);
    int streams =
        section.integer(
            "max_concurrent_streams",
            ServerConfig.DEFAULT.http2Streams(),
            1,
            ServerConfig.MOST_STREAMS);
    boolean listed = section.has("listeners");
    return section
        .attempt(() ->
            new ServerConfig(listeners, limits, front, reusePort, http2 ? streams : 0, listed))
        .orElse(ServerConfig.DEFAULT);
  }

  static ShutdownConfig shutdown(Settings root) {
    Settings section = only(root.section("shutdown"), "grace", "drain");
    Duration grace = section.duration("grace", ShutdownConfig.DEFAULT.grace());
    Duration drain = section.duration("drain", ShutdownConfig.DEFAULT.drain());
    return section.attempt(() -> new ShutdownConfig(grace, drain)).orElse(ShutdownConfig.DEFAULT);
  }

  /** A provider's name, to be looked up later; {@link ServerConfig#AUTO} if none is given. */
  static String provider(Settings section, String key, String what) {
    String name = section.string(key, ServerConfig.AUTO);
    if (NAME.matcher(name).matches()) {
      return name;
    }
    section.attempt(() -> {
      throw section.error(key, "must be auto or the name of " + what + ", was '" + name + "'");
    });
    return ServerConfig.AUTO;
  }

  private static Limits limits(Settings section, Limits fallback) {
    int fields = section.integer("max_fields", fallback.maxFields(), 1, Integer.MAX_VALUE);
    int fieldBytes =
        (int)
            Math.min(Integer.MAX_VALUE, section.size("max_field_bytes", fallback.maxFieldBytes()));
    int target =
        (int) Math.min(Integer.MAX_VALUE, section.size("max_target", fallback.maxTarget()));
    Duration head = section.duration("request_head_timeout", fallback.requestHead());
    Duration idle = section.duration("client_idle_timeout", fallback.clientIdle());
    int most = section.integer("max_connections", 0, 0, Integer.MAX_VALUE);
    int perClient = section.integer("max_connections_per_client", 0, 0, Integer.MAX_VALUE);
    return section
        .attempt(() -> new Limits(fields, fieldBytes, target, head, idle, most, perClient))
        .orElse(fallback);
  }

  /** The settings of the section {@code stats} for all sinks; each sink reads the rest. */
  static StatsConfig stats(Settings section) {
    String path = section.string("path", StatsConfig.DEFAULT.path());
    boolean recordPath = section.bool("record_path", StatsConfig.DEFAULT.recordPath());
    return section.attempt(() -> new StatsConfig(path, recordPath)).orElse(StatsConfig.DEFAULT);
  }

  /** The address for {@code /health} and the like, if there is one. */
  static Optional<ServerConfig> admin(Settings root) {
    if (!root.has("admin")) {
      return Optional.empty();
    }
    return root.attempt(() -> address(root, root.string("admin")));
  }

  private static ServerConfig address(Settings root, String text) {
    Matcher parts = ADDRESS.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
      throw root.error("admin", "must be HOST:PORT, such as 127.0.0.1:9901, was '" + text + "'");
    }
    return new ServerConfig(parts.group(1), Integer.parseInt(parts.group(2)));
  }

  /**
   * The same section; refuses other keys than {@code keys}.
   *
   * @throws InvalidConfigException if the section has another key
   */
  static Settings only(Settings section, String... keys) {
    for (String key : keys) {
      section.has(key); // records the key as known
    }
    section.rejectUnknown();
    return section;
  }

  /** Another table may tell routes of one prefix apart. */
  private static boolean hasPrefixTable(Settings root) {
    return root.section("routing").string("type", PREFIX).equals(PREFIX);
  }

  private static void require(Settings root, String key) {
    if (!root.has(key)) {
      root.attempt(() -> {
        throw root.error(key, "is missing; must be a list, which may be empty");
      });
    }
  }

  private static DefaultResponse defaultResponse(Settings section) {
    only(section, "body", "status_code", "content_type");
    DefaultResponse fallback = DefaultResponse.NOT_FOUND;
    int status = section.integer("status_code", fallback.status(), 200, 599);
    String body = section.string("body", "");
    String contentType = section.string("content_type", fallback.contentType());
    return section.attempt(() -> new DefaultResponse(status, body, contentType)).orElse(fallback);
  }
}
