/** Statistics that are kept in memory, as the plug-in {@code memory}. */
@NullMarked
package io.rgate.stats.memory;

import org.jspecify.annotations.NullMarked;
