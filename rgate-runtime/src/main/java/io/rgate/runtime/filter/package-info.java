/**
 * What stands between handlers: one layer for each filter of the user, which checks that the filter
 * keeps its contract, the filters of routes and backends, and faults on purpose. The code that
 * assembles a gateway makes layers, and so does the router; a layer calls the next handler.
 */
@NullMarked
package io.rgate.runtime.filter;

import org.jspecify.annotations.NullMarked;
