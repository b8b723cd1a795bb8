/** Examples: embedding, a program of your own, a plug-in. */
@NullMarked
package io.rgate.examples;

import org.jspecify.annotations.NullMarked;
