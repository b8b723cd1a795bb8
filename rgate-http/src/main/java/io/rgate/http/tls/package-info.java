/**
 * TLS over the channels of {@code loop}, and the certificates for it, which are read from files and
 * watched. Called by {@code server}; calls {@code loop}.
 */
@NullMarked
package io.rgate.http.tls;

import org.jspecify.annotations.NullMarked;
