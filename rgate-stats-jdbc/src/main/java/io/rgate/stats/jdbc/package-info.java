/** Statistics in a database: the plug-in {@code jdbc}. */
@NullMarked
package io.rgate.stats.jdbc;

import org.jspecify.annotations.NullMarked;
