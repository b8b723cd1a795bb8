package io.rgate.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** One kind of traffic. */
enum Scenario {
  START("from the start of the process to the first answered request", 0),
  SMALL("GET of 104 bytes, 64 connections", 64),
  LATENCY("the same at half of each peer's own saturation, open loop", 64),
  JSON("POST of 1 KiB of JSON, 64 connections", 64),
  KB100("GET of 100 KiB, 64 connections", 64),
  DOWNLOAD("GET of 10 MiB, 8 connections", 8),
  UPLOAD("POST of 10 MiB, 8 connections", 8),
  IDLE1000("GET of 104 bytes, 64 connections, 1,000 more open", 64),
  IDLE10000("GET of 104 bytes, 64 connections, 10,000 more open", 64),
  NEWCONN("GET of 104 bytes, a new connection for each, 64 at once", 64),
  EVENTS("server-sent events, 200 subscribers, 10 events a second for each", 200),
  ROUTES("GET of 104 bytes through 10 and through 10,000 routes", 64),
  ENDPOINTS("GET of 104 bytes to 1 and to 1,000 endpoints", 64),
  TLS("GET of 104 bytes by HTTP/1.1 over TLS 1.3, 64 connections", 64),
  H2("GET of 104 bytes by HTTP/2 without TLS, 16 connections with 32 streams each", 16),
  H2TLS("GET of 104 bytes by HTTP/2 over TLS 1.3, 16 connections with 32 streams each", 16),
  HANDSHAKES("a new connection with a full handshake of TLS 1.3 and one GET, 16 at once", 16),
  RESUMED("the same with a session that is resumed", 16),
  GRPC("unary calls of gRPC, 32 bytes each way, 16 connections with 32 streams each", 16),
  WEBSOCKET("messages of 32 bytes there and back, one at a time on each of 64 connections", 64);

  private final String description;
  private final int connections;

  Scenario(String description, int connections) {
    this.description = description;
    this.connections = connections;
  }

  static Scenario named(String name) {
    return Arrays.stream(values())
        .filter(scenario -> scenario.id().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no scenario '" + name + "'; there are " + Arrays.toString(values())));
  }

  /** As it is written on the command line and in reports. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  String description() {
    return description;
  }

  /** How many connections are busy at once. */
  int connections() {
    return connections;
  }

  /** How many connections are open and do nothing. */
  int idleConnections() {
    return switch (this) {
      case IDLE1000 -> 1_000;
      case IDLE10000 -> 10_000;
      default -> 0;
    };
  }

  /** What is spoken. */
  Wire wire() {
    return switch (this) {
      case TLS, H2TLS, HANDSHAKES, RESUMED -> Wire.TLS;
      case H2 -> Wire.H2C;
      case GRPC -> Wire.GRPC;
      case WEBSOCKET -> Wire.WEBSOCKET;
      default -> Wire.PLAIN;
    };
  }

  /** What is counted. */
  String unit() {
    return switch (this) {
      case HANDSHAKES, RESUMED -> "handshakes";
      case GRPC -> "calls";
      case WEBSOCKET -> "messages";
      default -> "requests";
    };
  }

  /** What is asked for. */
  String path() {
    return switch (this) {
      case JSON -> "/json";
      case KB100 -> "/100k";
      case DOWNLOAD -> "/10m";
      case UPLOAD -> "/upload";
      case EVENTS -> "/events";
      case GRPC -> Grpc.PATH;
      default -> "/small";
    };
  }

  /** Whether it needs the origin that reads and writes streams. */
  boolean streams() {
    return this == UPLOAD || this == EVENTS;
  }
}
