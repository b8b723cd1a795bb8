/**
 * Serves clients: accepts connections, decides whether each stays open, and hands exchanges to the
 * gateway. Made by the provider of the front; calls {@code h2}, {@code wire} and {@code loop}.
 */
@NullMarked
package io.rgate.http.server;

import org.jspecify.annotations.NullMarked;
