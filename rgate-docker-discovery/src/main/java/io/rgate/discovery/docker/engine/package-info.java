/**
 * The API of a Docker Engine over a socket: the addresses of engines, the requests and the answers.
 * The packages {@code place} and {@code watch} and the public one may call it.
 */
@NullMarked
package io.rgate.discovery.docker.engine;

import org.jspecify.annotations.NullMarked;
