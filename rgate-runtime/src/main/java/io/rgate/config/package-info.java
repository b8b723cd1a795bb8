/**
 * Reads a gateway's configuration from YAML; every error names the file, the line, the column and
 * the full key.
 */
@NullMarked
package io.rgate.config;

import org.jspecify.annotations.NullMarked;
