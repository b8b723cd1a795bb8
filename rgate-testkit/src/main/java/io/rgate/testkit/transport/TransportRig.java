package io.rgate.testkit.transport;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Set;

/** What a transport under test is documented to lack. */
public abstract class TransportRig {
  TransportRig() {}

  /** What the transport lacks, as its documentation says. */
  protected Set<Ability> missing() {
    return Set.of();
  }

  /** Whether the transport has {@code ability}. */
  protected final boolean has(Ability ability) {
    return !missing().contains(ability);
  }

  /**
   * Leaves the case out, and says why, where the transport is documented not to have {@code it}.
   */
  final void needs(Ability it, String gap) {
    assumeTrue(has(it), "documented gap: " + gap);
  }
}
