/**
 * Chooses one of a backend's endpoints. Called for each attempt and for each new snapshot; it uses
 * no part of a message.
 */
@NullMarked
package io.rgate.runtime.balance;

import org.jspecify.annotations.NullMarked;
