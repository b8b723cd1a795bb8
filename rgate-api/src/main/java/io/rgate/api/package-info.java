/**
 * What an application and a filter see: configuration, requests and responses, all immutable values
 * except for the streams that bodies are read from.
 */
@NullMarked
package io.rgate.api;

import org.jspecify.annotations.NullMarked;
