/**
 * Checks the endpoints of backends that ask for it, apart from the requests of clients. Called by
 * the assembly; calls {@code balance} to say which endpoints fail.
 */
@NullMarked
package io.rgate.runtime.health;

import org.jspecify.annotations.NullMarked;
