/**
 * Finds plug-ins by name and calls them within time limits, with their names in every failure.
 * Called by the code that assembles a gateway and by the code that closes a plug-in.
 */
@NullMarked
package io.rgate.runtime.plugin;

import org.jspecify.annotations.NullMarked;
