/**
 * The API of a Docker Engine over a socket: where engines are, what they are asked, and what they
 * answer. The packages {@code place} and {@code watch} and the public one may call it.
 */
@NullMarked
package io.rgate.discovery.docker.engine;

import org.jspecify.annotations.NullMarked;
