/**
 * The data of one exchange that stay the same when filters change the request, and facts about
 * messages that all packages use, such as which fields are hop-by-hop. Every other package may call
 * it; it calls none.
 */
@NullMarked
package io.rgate.runtime.exchange;

import org.jspecify.annotations.NullMarked;
