/**
 * Sends a request to one of a backend's endpoints and decides about retries. Called by the router;
 * calls {@code balance} for an endpoint and the upstream to send.
 */
@NullMarked
package io.rgate.runtime.forward;

import org.jspecify.annotations.NullMarked;
