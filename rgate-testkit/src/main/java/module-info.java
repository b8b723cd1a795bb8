/**
 * The contracts of the SPI as abstract JUnit classes. The author of an implementation extends the
 * class and adds a method that makes the implementation; the inherited tests check the contract.
 */
module io.rgate.testkit {
  requires transitive io.rgate.api;
  requires transitive org.junit.jupiter.api;
  requires transitive org.assertj.core;
  requires static org.jspecify;

  exports io.rgate.testkit;
  exports io.rgate.testkit.transport;

  // Their tests and hooks are not public.
  opens io.rgate.testkit to
      org.junit.platform.commons;
  opens io.rgate.testkit.transport to
      org.junit.platform.commons;
}
