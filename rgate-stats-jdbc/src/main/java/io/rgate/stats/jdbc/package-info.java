/** Statistics that are kept in a database, as the plug-in {@code jdbc}. */
@NullMarked
package io.rgate.stats.jdbc;

import org.jspecify.annotations.NullMarked;
