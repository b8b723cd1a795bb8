package io.rgate.config;

import io.rgate.api.GatewayConfig;
import io.rgate.api.InvalidConfigException;
import io.rgate.spi.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A configuration in YAML, read and checked whole, except for the sections of the plug-ins.
 *
 * <p>The keys {@code routes} and {@code backends} must be there, each with a list that may be
 * empty: a gateway without routes gives every request the default response, but a file that does
 * not mention them is more likely the wrong file. All other sections may be left out. Anchors,
 * aliases, tags and several documents in one file are refused. A place in an error is that of the
 * value, or of its key where the value begins on a later line.
 *
 * <p>For one thread, like the {@link Settings} that it hands out.
 */
public final class ConfigFile {
  private final Settings root;
  private final GatewayConfig gateway;
  private final ServerConfig server;
  private final String upstream;
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
    // Before anything is read: of a misspelt 'routes' it is the spelling that should be reported.
    Sections.only(
        root,
        "routes",
        "backends",
        "default_response",
        "forwarding",
        "server",
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
    upstream = Sections.upstream(root);
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
   * Reads {@code file}; its places in errors are named as the path is written.
   *
   * @throws InvalidConfigException if the file is missing, a directory, unreadable or not UTF-8, or
   *     for the reasons of {@link #parse}
   */
  public static ConfigFile read(Path file) {
    return parse(file.toString(), SourceText.read(file));
  }

  /**
   * Reads {@code yaml}. All that is wrong is told by one exception, except for a text that is not
   * YAML or not one mapping, which ends the reading at once.
   *
   * @param source what errors name as the place, such as a file's name
   * @throws InvalidConfigException if it is not one YAML document with a mapping, gives a key
   *     twice, has an unknown key outside of the plug-ins' sections, or holds a value that is
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

  /** An error about {@code key}, such as {@code upstream.client}, with its place in the file. */
  public InvalidConfigException error(String key, String problem) {
    return root.error(key, problem);
  }

  /** All that can be changed while a gateway runs: routes, backends, default response. */
  public GatewayConfig gateway() {
    return gateway;
  }

  /** The section {@code server}. */
  public ServerConfig server() {
    return server;
  }

  /**
   * The name of the client that gets requests to endpoints, {@link ServerConfig#AUTO} by default.
   */
  public String upstream() {
    return upstream;
  }

  /** The section {@code discovery} with its {@code type}; empty if the file has none. */
  public Settings discovery() {
    return discovery;
  }

  /** What the section {@code stats} says about all sinks. */
  public StatsConfig statsConfig() {
    return statsConfig;
  }

  /** Where {@code admin} says that health and statistics are answered; empty if nowhere else. */
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
   * Refuses what no plug-in has asked for; called when all of them have read their sections.
   *
   * @throws InvalidConfigException if a section holds a key that nobody has read
   */
  public void rejectUnknown() {
    root.rejectUnknown();
  }
}
