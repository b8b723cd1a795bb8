package io.rgate.discovery.docker;

import java.util.Map;
import java.util.stream.Collectors;

/** What an Engine of API 1.52 says of containers, as it was recorded. */
final class EngineJson {
  private EngineJson() {}

  /** A running container with one port published on loopback. */
  static String container(String id, int port, Map<String, String> labels, String health) {
    return """
    {"Id":"%1$s","Names":["/name-of-%1$s"],"Image":"payment:1","ImageID":"sha256:4f5e","Command":\
    "httpd","Created":1795548909,"Ports":[{"IP":"127.0.0.1","PrivatePort":80,"PublicPort":%2$d,\
    "Type":"tcp"}],"Labels":%3$s,"State":"running","Status":"Up 2 minutes","HostConfig":\
    {"NetworkMode":"bridge"},"Health":{"Status":"%4$s","FailingStreak":0},"NetworkSettings":\
    {"Networks":{"bridge":{"IPAMConfig":null,"Links":null,"Aliases":null,"NetworkID":"ce94",\
    "EndpointID":"4fb7","Gateway":"172.17.0.1","IPAddress":"172.17.0.2","IPPrefixLen":16,\
    "IPv6Gateway":"","GlobalIPv6Address":"","GlobalIPv6PrefixLen":0,"MacAddress":"02:42",\
    "DriverOpts":null}}},"Mounts":[]}\
    """
        .formatted(id, port, "{" + members(labels) + "}", health);
  }

  /** Something that happened to a container. */
  static String event(String id, String action, Map<String, String> attributes) {
    String more = attributes.isEmpty() ? "" : "," + members(attributes);
    return """
    {"Type":"container","Action":"%2$s","Actor":{"ID":"%1$s","Attributes":{"image":"payment:1",\
    "name":"name-of-%1$s"%3$s}},"scope":"local","time":1795548910,"timeNano":1795548910331308669}\
    """
        .formatted(id, action, more);
  }

  private static String members(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry -> '"' + entry.getKey() + "\":\"" + entry.getValue() + '"')
        .collect(Collectors.joining(","));
  }
}
