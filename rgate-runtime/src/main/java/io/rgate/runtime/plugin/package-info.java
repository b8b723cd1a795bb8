/**
 * Finds plug-ins by name and calls them within bounds of time, with their names in every failure.
 * Called by the assembly and by whoever closes a plug-in.
 */
@NullMarked
package io.rgate.runtime.plugin;

import org.jspecify.annotations.NullMarked;
