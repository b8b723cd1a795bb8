package io.rgate.config;

import io.rgate.api.GatewayConfig;
import io.rgate.api.InvalidConfigException;
import io.rgate.spi.Settings;
import io.rgate.transport.UpstreamProvider.UpstreamSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A configuration in YAML, read and checked completely, except for the sections of the plug-ins.
 *
 * <p>The keys {@code routes} and {@code backends} are required, each with a list that may be empty.
 * A gateway without routes gives every request the default response, but a file without these keys
 * is probably the wrong file. All other sections are optional. Anchors, aliases, tags and several
 * documents in one file are refused. A place in an error is the place of the value, or of its key
 * if the value begins on a later line.
 *
 * <p>For one thread, like the {@link Settings} that it returns.
 */
public final class ConfigFile {
  private final Settings root;
  private final GatewayConfig gateway;
  private final ServerConfig server;
  private final ShutdownConfig shutdown;
  private final String upstream;
  private final UpstreamSettings upstreamSettings;
  private final Settings discovery;
  private final Settings stats;
  private final StatsConfig statsConfig;
  private final Optional<ServerConfig> admin;
  private final Settings routing;
  private final List<Settings> filters;
  private final List<Settings> observers;
  private final LogFormat log;

  private ConfigFile(Settings root) {
    this.root = root;
    // Checked first: if 'routes' is misspelt, the spelling should be reported.
    Sections.only(
        root,
        "routes",
        "backends",
        "default_response",
        "forwarding",
        "limits",
        "zone",
        "server",
        "shutdown",
        "upstream",
        "discovery",
        "stats",
        "routing",
        "filters",
        "observers",
        "admin",
        "log");
    gateway = Sections.gateway(root);
    server = Sections.server(root);
    shutdown = Sections.shutdown(root);
    upstream = UpstreamSection.client(root);
    upstreamSettings = UpstreamSection.settings(root);
    discovery = root.section("discovery");
    stats = root.section("stats");
    statsConfig = Sections.stats(stats);
    admin = Sections.admin(root);
    routing = root.section("routing");
    filters = root.sections("filters");
    observers = root.sections("observers");
    log = LogFormat.of(root);
  }

  /**
   * Reads {@code file}; errors name the file with this path.
   *
   * @throws InvalidConfigException if the file is missing, a directory, unreadable or not UTF-8, or
   *     for the reasons of {@link #parse}
   */
  public static ConfigFile read(Path file) {
    return parse(file.toString(), SourceText.read(file));
  }

  /**
   * Reads {@code yaml}. One exception reports all errors. But a text that is not YAML, or not one
   * mapping, is refused at once.
   *
   * @param source what errors name as the place, such as a file's name
   * @throws InvalidConfigException if the text is not one YAML document with a mapping, if a key is
   *     given twice, if there is an unknown key outside of the plug-ins' sections, or if a value is
   *     missing or wrong
   */
  public static ConfigFile parse(String source, String yaml) {
    LocatedYaml.Document read = LocatedYaml.parse(source, yaml);
    Settings root = Settings.of("", read.root(), read::place);
    return root.collect(() -> {
      read.mistakes().forEach(mistake -> root.attempt(() -> fail(mistake)));
      return new ConfigFile(root);
    });
  }

  private static Object fail(InvalidConfigException mistake) {
    throw mistake;
  }

  /**
   * Makes an error about {@code key}, such as {@code upstream.client}, with its place in the file.
   */
  public InvalidConfigException error(String key, String problem) {
    return root.error(key, problem);
  }

  /** The part that can be changed while a gateway runs: routes, backends, default response. */
  public GatewayConfig gateway() {
    return gateway;
  }

  /** The section {@code server}. */
  public ServerConfig server() {
    return server;
  }

  /**
   * The section {@code acme} of the TLS of {@link #server}'s listener {@code index}; empty if it
   * has none.
   */
  public Optional<Settings> certificates(int index) {
    Settings section = root.section("server");
    return ListenerSections.certificates(
        server.listed() ? section.sections("listeners").get(index) : section);
  }

  /** The section {@code shutdown}. */
  public ShutdownConfig shutdown() {
    return shutdown;
  }

  /**
   * The name of the upstream that sends requests to endpoints; {@link ServerConfig#AUTO} by
   * default.
   */
  public String upstream() {
    return upstream;
  }

  /** How the upstream speaks with origins. */
  public UpstreamSettings upstreamSettings() {
    return upstreamSettings;
  }

  /** The section {@code discovery} with its {@code type}; empty if the file has none. */
  public Settings discovery() {
    return discovery;
  }

  /** The settings of the section {@code stats} that concern all sinks. */
  public StatsConfig statsConfig() {
    return statsConfig;
  }

  /** The address for health and statistics in the section {@code admin}; empty if there is none. */
  public Optional<ServerConfig> admin() {
    return admin;
  }

  /** The section {@code stats} with its {@code type}; empty if the file has none. */
  public Settings stats() {
    return stats;
  }

  /** The section {@code routing} with its {@code type}; empty if the file has none. */
  public Settings routing() {
    return routing;
  }

  /** The items of {@code filters}, each with its {@code type}; empty if the file has none. */
  public List<Settings> filters() {
    return List.copyOf(filters);
  }

  /** The items of {@code observers}, each with its {@code type}; empty if the file has none. */
  public List<Settings> observers() {
    return List.copyOf(observers);
  }

  /** How the program writes its log. */
  public LogFormat log() {
    return log;
  }

  /**
   * Refuses keys that no plug-in has read; called when all plug-ins have read their sections.
   *
   * @throws InvalidConfigException if a section has a key that no code has read
   */
  public void rejectUnknown() {
    root.rejectUnknown();
  }
}
