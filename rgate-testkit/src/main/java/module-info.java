/**
 * The contracts of the SPI as abstract JUnit classes: who implements one extends its class, says
 * how to make his own, and has every promise checked.
 */
module io.rgate.testkit {
  requires transitive io.rgate.api;
  requires transitive org.junit.jupiter.api;
  requires transitive org.assertj.core;
  requires static transitive org.jspecify;

  exports io.rgate.testkit;
  exports io.rgate.testkit.transport;

  // Their tests and hooks are not public.
  opens io.rgate.testkit to
      org.junit.platform.commons;
  opens io.rgate.testkit.transport to
      org.junit.platform.commons;
}
