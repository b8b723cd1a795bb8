/**
 * Serves clients: accepts connections, decides how each goes on, and hands exchanges to the
 * gateway. Made by the provider of the front; calls the wire and the loop.
 */
@NullMarked
package io.rgate.http.server;

import org.jspecify.annotations.NullMarked;
