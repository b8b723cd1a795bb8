/**
 * Chooses among several upstreams by the scheme of an endpoint. Made by the assembly, called by the
 * forwarder as any other upstream.
 */
@NullMarked
package io.rgate.runtime.upstream;

import org.jspecify.annotations.NullMarked;
