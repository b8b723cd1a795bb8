package io.rgate.discovery.docker.engine;

import io.rgate.discovery.docker.engine.Container.Attachment;
import io.rgate.discovery.docker.engine.Container.Port;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads containers from an engine's answers. */
final class ContainerReader {
  /** The form of health in a list before API 1.52: {@code Up 2 minutes (health: starting)}. */
  private static final Pattern HEALTH =
      Pattern.compile("\\((?:health: )?(starting|healthy|unhealthy)\\)");

  private static final Pattern TCP = Pattern.compile("(\\d{1,5})/tcp");

  private ContainerReader() {}

  /** Reads an item of {@code GET /containers/json}. */
  static Container listed(Json json) {
    List<Port> ports = new ArrayList<>();
    for (Json port : json.get("Ports").items()) {
      // Podman omits the type if it is tcp.
      if (port.text("Type").isEmpty() || port.text("Type").equals("tcp")) {
        ports.add(new Port(port.number("PrivatePort"), port.text("IP"), port.number("PublicPort")));
      }
    }
    return new Container(
        json.text("Id"),
        name(json.get("Names").items().stream().findFirst().map(Json::text).orElse("")),
        labels(json.get("Labels")),
        json.text("State").toLowerCase(Locale.ROOT),
        listedHealth(json),
        json.get("HostConfig").text("NetworkMode"),
        networks(json),
        ports);
  }

  /** Reads the answer to {@code GET /containers/ID/json}. */
  static Container inspected(Json json) {
    Json config = json.get("Config");
    Json state = json.get("State");
    String health = state.get("Health").text("Status");
    return new Container(
        json.text("Id"),
        name(json.text("Name")),
        labels(config.get("Labels")),
        state.text("Status").toLowerCase(Locale.ROOT),
        health.equals("none") ? "" : health,
        json.get("HostConfig").text("NetworkMode"),
        networks(json),
        inspectedPorts(json));
  }

  /** {@code "80/tcp": [{"HostIp": …, "HostPort": …}]}, or null if the port is only exposed. */
  private static List<Port> inspectedPorts(Json json) {
    Map<String, Json> published = json.get("NetworkSettings").get("Ports").members();
    Set<String> names = new LinkedHashSet<>(published.keySet());
    names.addAll(json.get("Config").get("ExposedPorts").members().keySet());
    List<Port> ports = new ArrayList<>();
    for (String name : names) {
      Matcher tcp = TCP.matcher(name);
      if (!tcp.matches()) {
        continue;
      }
      int number = Integer.parseInt(tcp.group(1));
      List<Json> bindings = published.getOrDefault(name, Json.NOTHING).items();
      for (Json binding : bindings) {
        ports.add(new Port(number, binding.text("HostIp"), binding.number("HostPort")));
      }
      if (bindings.isEmpty()) {
        ports.add(new Port(number, "", 0));
      }
    }
    return ports;
  }

  private static String listedHealth(Json json) {
    String health = json.get("Health").text("Status");
    if (!health.isEmpty()) {
      return health.equals("none") ? "" : health;
    }
    Matcher matcher = HEALTH.matcher(json.text("Status"));
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String name(String name) {
    return name.startsWith("/") ? name.substring(1) : name;
  }

  private static Map<String, String> labels(Json json) {
    Map<String, String> labels = new LinkedHashMap<>();
    json.members().forEach((key, value) -> labels.put(key, value.text()));
    return labels;
  }

  /**
   * Never reads the address at the top level: it is only that of the default bridge, and
   * deprecated.
   */
  private static List<Attachment> networks(Json json) {
    List<Attachment> networks = new ArrayList<>();
    json.get("NetworkSettings")
        .get("Networks")
        .members()
        .forEach((network, settings) -> {
          networks.add(
              settings.text("IPAddress").isEmpty()
                  ? new Attachment(
                      network,
                      settings.text("GlobalIPv6Address"),
                      settings.number("GlobalIPv6PrefixLen"),
                      settings.text("IPv6Gateway"))
                  : new Attachment(
                      network,
                      settings.text("IPAddress"),
                      settings.number("IPPrefixLen"),
                      settings.text("Gateway")));
        });
    return networks;
  }
}
