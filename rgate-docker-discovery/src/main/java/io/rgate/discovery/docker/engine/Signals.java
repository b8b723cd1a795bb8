package io.rgate.discovery.docker.engine;

import java.util.Map;

/** Numbers of signals, which images may give by name. */
public final class Signals {
  public static final int KILL = 9;
  public static final int TERM = 15;

  /** The signals that stop programs; nginx uses QUIT, httpd WINCH, systemd RTMIN+3. */
  private static final Map<String, Integer> BY_NAME =
      Map.of(
          "HUP", 1, "INT", 2, "QUIT", 3, "ABRT", 6, "KILL", KILL, "USR1", 10, "USR2", 12, "TERM",
          TERM, "WINCH", 28, "RTMIN+3", 37);

  private Signals() {}

  /** The number of a signal: {@code 3}, {@code QUIT}, {@code SIGQUIT}; 0 if it is unknown. */
  public static int number(String text) {
    if (text.matches("\\d{1,3}")) {
      return Integer.parseInt(text);
    }
    return BY_NAME.getOrDefault(text.startsWith("SIG") ? text.substring(3) : text, 0);
  }
}
