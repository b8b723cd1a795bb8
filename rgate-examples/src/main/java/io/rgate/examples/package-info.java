/** Examples: embedding, a program of one's own, a plug-in. */
@NullMarked
package io.rgate.examples;

import org.jspecify.annotations.NullMarked;
