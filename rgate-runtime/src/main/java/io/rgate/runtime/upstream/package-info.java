/**
 * Chooses among several upstreams by the scheme of an endpoint. Made by the code that assembles a
 * gateway; the forwarder calls it like any other upstream.
 */
@NullMarked
package io.rgate.runtime.upstream;

import org.jspecify.annotations.NullMarked;
