package io.rgate.http.tls;

import java.util.Comparator;
import java.util.stream.Stream;

/** Which ways of encryption are used. */
final class Suites {
  private Suites() {}

  /** The modern ones of {@code all}, the cheapest first. */
  static String[] modern(String... all) {
    return Stream.of(all)
        .filter(Suites::isModern)
        .sorted(Comparator.comparing(suite -> !suite.contains("AES_128_GCM")))
        .toArray(String[]::new);
  }

  /** Those of TLS 1.3, and of TLS 1.2 those with forward secrecy and authenticated encryption. */
  private static boolean isModern(String suite) {
    boolean authenticated = suite.contains("_GCM_") || suite.contains("_CHACHA20_");
    return authenticated && (suite.startsWith("TLS_ECDHE_") || !suite.contains("_WITH_"));
  }
}
