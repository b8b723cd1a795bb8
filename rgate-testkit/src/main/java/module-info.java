/**
 * The contracts of the SPI as abstract JUnit classes: who implements one extends its class, says
 * how to make his own, and has every promise checked.
 */
module io.rgate.testkit {
  requires transitive io.rgate.api;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;
  requires static org.jspecify;

  exports io.rgate.testkit;
}
