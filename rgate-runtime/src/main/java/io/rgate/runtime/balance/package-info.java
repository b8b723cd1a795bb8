/**
 * Remembers how each endpoint does and chooses one of a backend's endpoints. Called for each
 * attempt and for each new snapshot; it sends no request by itself.
 */
@NullMarked
package io.rgate.runtime.balance;

import org.jspecify.annotations.NullMarked;
