package io.rgate.runtime.balance;

import io.rgate.api.Forwarding.Sticky;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints go before the others, whatever the balancer says.
 *
 * @param sticky those that a client has been at before; null: it does not matter
 * @param zone those of this zone; null: it does not matter
 */
public record Preference(@Nullable Sticky sticky, @Nullable String zone) {}
