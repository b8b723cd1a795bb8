/** Endpoints found among the containers of Docker Engines. */
@NullMarked
package io.rgate.discovery.docker;

import org.jspecify.annotations.NullMarked;
