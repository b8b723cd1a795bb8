/**
 * The providers of the front and the upstream that speak HTTP/1.1 themselves. Found by the service
 * loader, and to be named by whoever puts a gateway together by hand.
 */
@NullMarked
package io.rgate.http;

import org.jspecify.annotations.NullMarked;
