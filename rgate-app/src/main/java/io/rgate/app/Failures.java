package io.rgate.app;

import io.rgate.api.InvalidConfigException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Turns a failure of the program into a line for each problem, and an exit code. */
final class Failures {
  private static final int WRONG_CONFIGURATION = 2;
  private static final int ANYTHING_ELSE = 1;

  private Failures() {}

  static int report(Exception e, PrintWriter err) {
    switch (e) {
      case InvalidConfigException config ->
          config.problems().forEach(problem -> err.println("rgate: " + problem.getMessage()));
      // Its own message is "IOException: " followed by the message of the cause.
      case UncheckedIOException io ->
          err.println("rgate: " + Objects.requireNonNullElse(io.getCause(), io).getMessage());
      default -> {
        err.println("rgate: internal error, please report it");
        e.printStackTrace(err);
      }
    }
    err.flush();
    return e instanceof InvalidConfigException ? WRONG_CONFIGURATION : ANYTHING_ELSE;
  }
}
