package io.rgate.config;

import io.rgate.api.Backend;
import io.rgate.api.Backend.Ejection;
import io.rgate.api.Backend.Health;
import io.rgate.api.Forwarding;
import io.rgate.api.Forwarding.Retries;
import io.rgate.api.Forwarding.Sticky;
import io.rgate.api.GatewayConfig.Concurrency;
import io.rgate.api.GatewayConfig.Plugin;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.LabelMatch;
import io.rgate.api.Route;
import io.rgate.api.Route.Expect;
import io.rgate.spi.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The items of {@code routes} and {@code backends}. */
final class RoutingSections {
  /** Stands for a name or a condition that could not be read, so that the rest can be checked. */
  private static final LabelMatch ANY = new LabelMatch("any", null);

  /** The keys of a route besides those of forwarding. */
  private static final String[] OF_A_ROUTE = {
    "name", "path_prefix", "backend", "retries", "limits", "filters", "fault", "expect"
  };

  private RoutingSections() {}

  /** Reads a route; empty if it has no prefix or no backend. */
  static Optional<Route> route(Settings section, Forwarding fallback, References references) {
    ForwardingSection.only(section, OF_A_ROUTE);
    Optional<String> name = section.optionalString("name");
    Optional<String> pathPrefix = text(section, "path_prefix");
    Optional<String> backend = text(section, "backend");
    references.route(section, pathPrefix, name);
    backend.ifPresent(wanted -> references.backendOf(section, wanted));
    Forwarding forwarding = ForwardingSection.read(section, fallback);
    Retries retries =
        section.has("retries") ? FailureSections.retries(section.section("retries")) : null;
    Concurrency limits = FailureSections.limits(section, false);
    List<Plugin> filters = section.plugins("filters");
    Route.Fault fault = FailureSections.fault(section);
    Expect expect = section.choice("expect", Expect.class, Expect.ANSWER);
    // Each one separately, so that an error in one does not hide an error in the other.
    pathPrefix.ifPresent(prefix -> section.attempt(() -> new Route(prefix, ANY.key())));
    backend.ifPresent(wanted -> section.attempt(() -> new Route("/", wanted)));
    name.ifPresent(own -> section.attempt(() -> new Route("/", ANY.key()).withName(own)));
    return pathPrefix.isEmpty() || backend.isEmpty()
        ? Optional.empty()
        : section.attempt(() ->
            new Route(
                name.orElse(pathPrefix.get()),
                pathPrefix.get(),
                backend.get(),
                forwarding,
                retries,
                limits,
                filters,
                fault,
                expect));
  }

  /** Reads a backend; empty if it has no name, or has an error. */
  static Optional<Backend> backend(Settings section, References references) {
    Sections.only(
        section,
        "name",
        "match_labels",
        "balance",
        "ejection",
        "retries",
        "limits",
        "health",
        "filters",
        "sticky");
    Plugin balance = section.plugin("balance").orElse(null);
    Ejection ejection = FailureSections.ejection(section.section("ejection"));
    Retries retries = FailureSections.retries(section.section("retries"));
    Concurrency limits = FailureSections.limits(section, true);
    Health health = FailureSections.health(section);
    List<Plugin> filters = section.plugins("filters");
    Sticky sticky = sticky(section);
    Optional<String> name = text(section, "name");
    references.backend(section, name);
    List<LabelMatch> matches = matches(section);
    Optional<Backend> made =
        section.attempt(() ->
            new Backend(
                name.orElse(ANY.key()),
                matches,
                balance,
                ejection,
                retries,
                limits,
                health,
                filters,
                sticky));
    return name.isEmpty() ? Optional.empty() : made;
  }

  private static @Nullable Sticky sticky(Settings backend) {
    if (!backend.has("sticky")) {
      return null;
    }
    Settings section =
        Sections.only(
            backend.section("sticky"),
            "cookie",
            "max_age",
            "http_only",
            "secure",
            "same_site",
            "path");
    Duration maxAge = section.optionalDuration("max_age").orElse(null);
    boolean httpOnly = section.bool("http_only", true);
    Sticky.Secure secure = section.choice("secure", Sticky.Secure.class, Sticky.Secure.AUTO);
    Sticky.SameSite sameSite =
        section.choice("same_site", Sticky.SameSite.class, Sticky.SameSite.LAX);
    String path = section.string("path", "/");
    return section
        .attempt(
            () -> new Sticky(section.string("cookie"), maxAge, httpOnly, secure, sameSite, path))
        .orElse(null);
  }

  private static Optional<String> text(Settings section, String key) {
    return section.attempt(() -> section.string(key));
  }

  private static List<LabelMatch> matches(Settings section) {
    List<LabelMatch> matches = new ArrayList<>();
    List<String> texts = section.strings("match_labels");
    for (int i = 0; i < texts.size(); i++) {
      String key = "match_labels[" + i + "]";
      matches.add(labelMatch(section, key, texts.get(i)).orElse(ANY));
    }
    return matches;
  }

  private static Optional<LabelMatch> labelMatch(Settings section, String key, String text) {
    return section.attempt(() -> {
      try {
        return LabelMatch.parse(text);
      } catch (InvalidConfigException e) {
        // A condition has no index of its list, so its error gets the key here.
        throw section.error(key, e.problem());
      }
    });
  }
}
