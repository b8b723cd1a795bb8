/**
 * The providers of the front and the upstream that implement HTTP/1.1 themselves. The service
 * loader finds them; an application may also name them.
 */
@NullMarked
package io.rgate.http;

import org.jspecify.annotations.NullMarked;
