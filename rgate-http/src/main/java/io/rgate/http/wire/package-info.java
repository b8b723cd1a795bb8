/**
 * Reads and writes each thing of HTTP/1.1, in one place for both sides: start lines, field
 * sections, framing and content. Called by the server and the client; calls the loop alone.
 */
@NullMarked
package io.rgate.http.wire;

import org.jspecify.annotations.NullMarked;
