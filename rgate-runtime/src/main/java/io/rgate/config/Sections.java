package io.rgate.config;

import io.rgate.api.Backend;
import io.rgate.api.DefaultResponse;
import io.rgate.api.Forwarding;
import io.rgate.api.GatewayConfig;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.Limits;
import io.rgate.api.LabelMatch;
import io.rgate.api.Route;
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

  private Sections() {}

  static GatewayConfig gateway(Settings root) {
    List<Backend> backends = new ArrayList<>();
    for (Settings section : required(root, "backends")) {
      backends.add(backend(section));
    }
    Forwarding forwarding =
        ForwardingSection.read(
            ForwardingSection.only(root.section("forwarding")), Forwarding.DEFAULT);
    List<Route> routes = new ArrayList<>();
    for (Settings section : required(root, "routes")) {
      routes.add(route(section, forwarding));
    }
    DefaultResponse defaultResponse =
        root.has("default_response")
            ? defaultResponse(root.section("default_response"))
            : DefaultResponse.NOT_FOUND;
    return root.create(() -> new GatewayConfig(routes, backends, defaultResponse));
  }

  static ServerConfig server(Settings root) {
    Settings section =
        only(
            root.section("server"),
            "host",
            "port",
            "max_fields",
            "max_field_bytes",
            "max_target",
            "request_head_timeout",
            "client_idle_timeout");
    String host = section.string("host", ServerConfig.DEFAULT.host());
    int port = section.integer("port", ServerConfig.DEFAULT.port(), 0, 65_535);
    Limits limits = limits(section, Limits.DEFAULT);
    return section.create(() -> new ServerConfig(host, port, limits));
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
    return section.create(() -> new Limits(fields, fieldBytes, target, head, idle));
  }

  static UpstreamClient upstream(Settings root) {
    return UpstreamClient.of(only(root.section("upstream"), "client"));
  }

  /** What the section {@code stats} says about all sinks; the rest of it is theirs. */
  static StatsConfig stats(Settings section) {
    String path = section.string("path", StatsConfig.DEFAULT.path());
    boolean recordPath = section.bool("record_path", StatsConfig.DEFAULT.recordPath());
    return section.create(() -> new StatsConfig(path, recordPath));
  }

  /** Where {@code /health} and the like are answered, if anywhere. */
  static Optional<ServerConfig> admin(Settings root) {
    if (!root.has("admin")) {
      return Optional.empty();
    }
    String text = root.string("admin");
    Matcher parts = ADDRESS.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
      throw root.error("admin", "must be HOST:PORT, such as 127.0.0.1:9901, was '" + text + "'");
    }
    return Optional.of(new ServerConfig(parts.group(1), Integer.parseInt(parts.group(2))));
  }

  /**
   * The same section, which may hold no other keys than these.
   *
   * @throws InvalidConfigException if it does
   */
  static Settings only(Settings section, String... keys) {
    for (String key : keys) {
      section.has(key); // makes the key known
    }
    section.rejectUnknown();
    return section;
  }

  private static List<Settings> required(Settings root, String key) {
    if (!root.has(key)) {
      throw root.error(key, "is missing; must be a list, which may be empty");
    }
    return root.sections(key);
  }

  private static Route route(Settings section, Forwarding fallback) {
    ForwardingSection.only(section, "path_prefix", "backend");
    String pathPrefix = section.string("path_prefix");
    String backend = section.string("backend");
    Forwarding forwarding = ForwardingSection.read(section, fallback);
    return section.create(() -> new Route(pathPrefix, backend).withForwarding(forwarding));
  }

  private static Backend backend(Settings section) {
    only(section, "name", "match_labels");
    String name = section.string("name");
    List<LabelMatch> matches = new ArrayList<>();
    for (String text : section.strings("match_labels")) {
      matches.add(labelMatch(section, "match_labels[" + matches.size() + "]", text));
    }
    return section.create(() -> new Backend(name, matches));
  }

  private static LabelMatch labelMatch(Settings section, String key, String text) {
    try {
      return LabelMatch.parse(text);
    } catch (InvalidConfigException e) {
      // A condition does not know where in which list it stands.
      throw section.error(key, e.problem());
    }
  }

  private static DefaultResponse defaultResponse(Settings section) {
    only(section, "body", "status_code", "content_type");
    DefaultResponse fallback = DefaultResponse.NOT_FOUND;
    int status = section.integer("status_code", fallback.status(), 200, 599);
    String body = section.string("body", "");
    String contentType = section.string("content_type", fallback.contentType());
    return section.create(() -> new DefaultResponse(status, body, contentType));
  }
}
