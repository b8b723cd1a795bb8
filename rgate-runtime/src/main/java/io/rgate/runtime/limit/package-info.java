/**
 * Bounds how many requests are under way and lets others wait in line, with a fixed limit or one
 * that follows the time that answers take. Called by the forwarder, by the pools of endpoints and
 * when a new configuration is put into force.
 */
@NullMarked
package io.rgate.runtime.limit;

import org.jspecify.annotations.NullMarked;
