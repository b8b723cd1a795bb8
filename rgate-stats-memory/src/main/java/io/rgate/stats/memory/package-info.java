/** Statistics in memory: the plug-in {@code memory}. */
@NullMarked
package io.rgate.stats.memory;

import org.jspecify.annotations.NullMarked;
