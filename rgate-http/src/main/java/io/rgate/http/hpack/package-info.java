/**
 * Header compression (RFC 7541): reads and writes header blocks. Called by {@code frame}, {@code
 * h2} and {@code origin}; calls no other room.
 */
@NullMarked
package io.rgate.http.hpack;

import org.jspecify.annotations.NullMarked;
