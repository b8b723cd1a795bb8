/**
 * Channels of bytes with time limits. Each is registered once with a loop, which wakes the virtual
 * threads that wait for it. Called by {@code wire}, {@code frame}, {@code h2}, {@code tls}, {@code
 * server} and {@code client}; calls none of them.
 */
@NullMarked
package io.rgate.http.loop;

import org.jspecify.annotations.NullMarked;
