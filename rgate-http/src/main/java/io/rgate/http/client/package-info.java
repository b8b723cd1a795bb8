/**
 * Sends requests to origins over pooled connections. Made by the provider of the upstream; calls
 * the wire and the loop.
 */
@NullMarked
package io.rgate.http.client;

import org.jspecify.annotations.NullMarked;
