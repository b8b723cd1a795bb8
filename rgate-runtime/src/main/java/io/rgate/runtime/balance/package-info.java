/**
 * Chooses one of a backend's endpoints. Called for each attempt, and for each snapshot that is
 * made; it knows nothing of messages.
 */
@NullMarked
package io.rgate.runtime.balance;

import org.jspecify.annotations.NullMarked;
