/**
 * What requests to origins have in common, whatever the version of HTTP: how they are sent, how
 * long each side may wait, and what a failure becomes. Called by {@code client} and {@code origin};
 * calls {@code loop}.
 */
@NullMarked
package io.rgate.http.sending;

import org.jspecify.annotations.NullMarked;
