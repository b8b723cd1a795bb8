package io.rgate.transport;

import io.rgate.api.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, as the client sent it.
 *
 * @param method a token
 * @param scheme {@code http} or {@code https}: the scheme of the connection, not what the client
 *     claims
 * @param authority the authority that the protocol sends outside the fields ({@code :authority} of
 *     HTTP/2), or null where only {@code Host} or an absolute target has it
 * @param target the raw target, of one character for each byte (Latin-1), without blanks and
 *     control characters; nothing is decoded
 * @param protocol {@code HTTP/1.0}, {@code HTTP/1.1} or {@code HTTP/2}
 * @param fields the header section with its order and case kept, and with the fields of framing and
 *     of the connection
 */
public record RequestHead(
    String method,
    String scheme,
    @Nullable String authority,
    String target,
    String protocol,
    Fields fields) {}
