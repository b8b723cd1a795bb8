/**
 * Where gateways count together: Redis or PostgreSQL, by Bucket4j's backends. It knows nothing of
 * filters, and only the room above may call it.
 */
@NullMarked
package io.rgate.limits.store;

import org.jspecify.annotations.NullMarked;
