/**
 * Channels of bytes with a deadline, each registered once with a loop that wakes the virtual
 * threads which wait for them. Called by the wire, the server and the client; calls none of them.
 */
@NullMarked
package io.rgate.http.loop;

import org.jspecify.annotations.NullMarked;
