/**
 * The balancers that come with the gateway, each with its provider. Called by {@code balance} and
 * {@code route} for the default one, and found by the names of the others.
 */
@NullMarked
package io.rgate.runtime.balancer;

import org.jspecify.annotations.NullMarked;
