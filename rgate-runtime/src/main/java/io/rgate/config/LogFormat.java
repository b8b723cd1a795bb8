package io.rgate.config;

import io.rgate.spi.Settings;

/**
 * How the program writes its log; {@code log}. An application that embeds rgate configures its own
 * log.
 */
public enum LogFormat {
  /** A line for people: time, level, message. */
  TEXT,
  /** A JSON object on each line, for programs. */
  JSON;

  /** Reads {@code log}; the default is {@link #TEXT}. */
  static LogFormat of(Settings root) {
    String text = root.string("log", "text");
    return switch (text) {
      case "text" -> TEXT;
      case "json" -> JSON;
      default -> throw root.error("log", "must be text or json, was '" + text + "'");
    };
  }
}
