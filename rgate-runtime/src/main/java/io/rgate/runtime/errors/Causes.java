package io.rgate.runtime.errors;

import io.rgate.transport.RequestContentException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Describes exceptions of the JDK and of the gateway in words, without names of classes. */
public final class Causes {
  private static final int LONGEST = 200;
  private static final int DEEPEST = 10;

  private static final Pattern CLASS_NAME =
      Pattern.compile("\\b[a-z]+\\.[a-z.]+\\.[A-Z]|Exception");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  /** Parts of the operating system's messages, each with its description. */
  private static final List<Map.Entry<String, String>> SYSTEM =
      List.of(
          Map.entry("Connection refused", "connection refused"),
          Map.entry("Network is unreachable", "the network is unreachable"),
          Map.entry("Too many open files", "this process may open no more files and connections"),
          Map.entry(
              "Cannot assign requested address",
              "this machine has no port left for a connection to it"));

  private Causes() {}

  /** The first exception of {@code type} in the chain that begins with {@code e}. */
  public static <T extends Throwable> @Nullable T find(Throwable e, Class<T> type) {
    Throwable at = e;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }

  /** Whether the other side reset the connection instead of closing it. */
  static boolean isReset(Throwable e) {
    Throwable at = e;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      String message = String.valueOf(at.getMessage());
      if (at instanceof IOException
          && (message.startsWith("Connection reset") || message.startsWith("Broken pipe"))) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }

  /** The description of the first exception in the chain that has one, or null. */
  static @Nullable String words(Throwable e) {
    Throwable at = e;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      String words = own(at);
      if (words != null) {
        return clean(words);
      }
      at = at.getCause();
    }
    return null;
  }

  private static @Nullable String own(Throwable e) {
    String message = String.valueOf(e.getMessage());
    for (Map.Entry<String, String> known : SYSTEM) {
      if (e instanceof IOException && message.contains(known.getKey())) {
        return known.getValue();
      }
    }
    return switch (e) {
      case UnknownHostException unknown -> "no such host: " + message.split(":", 2)[0];
      case NoRouteToHostException unreachable -> "no route to the host";
      case SSLException tls -> tls(message);
      case ProtocolException invalid -> told(e);
      case IllegalArgumentException invalid -> told(e);
      case ConnectException busy -> told(e);
      case RequestContentException client -> told(e);
      case EOFException closed -> null; // the text around it says when it closed
      default -> null;
    };
  }

  private static @Nullable String tls(String message) {
    if (message.contains("PKIX path") || message.contains("unable to find valid certification")) {
      return "the origin's certificate is not trusted";
    }
    if (message.contains("subject alternative") || message.contains("No name matching")) {
      return "the origin's certificate is for another name";
    }
    return "the hand-shake failed";
  }

  private static @Nullable String told(Throwable e) {
    String message = e.getMessage();
    return message == null || CLASS_NAME.matcher(message).find() ? null : message;
  }

  /**
   * Text from an origin may be in it: removes characters that would look like a new line of the
   * log.
   */
  private static String clean(String words) {
    String line = CONTROL.matcher(words).replaceAll(" ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
