/** An implementation of {@link com.sun.net.httpserver.HttpServer} on virtual threads. */
@NullMarked
package io.rgate.httpserver;

import org.jspecify.annotations.NullMarked;
