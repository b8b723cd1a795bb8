/**
 * Sends requests to origins over pooled connections. Made by the provider of the upstream; calls
 * {@code origin}, {@code sending}, {@code wire} and {@code loop}.
 */
@NullMarked
package io.rgate.http.client;

import org.jspecify.annotations.NullMarked;
