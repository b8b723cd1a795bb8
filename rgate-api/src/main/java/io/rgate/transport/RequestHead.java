package io.rgate.transport;

import io.rgate.api.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What comes before a request's content, as it stood on the wire.
 *
 * @param method a token
 * @param scheme {@code http} or {@code https}: what the connection is, not what the client says
 * @param authority what the protocol tells beside the fields ({@code :authority} of HTTP/2), or
 *     null where only {@code Host} or an absolute target tells it
 * @param target the raw target, of one character for each byte (Latin-1), without blanks and
 *     control characters; nothing is decoded
 * @param protocol {@code HTTP/1.0}, {@code HTTP/1.1} or {@code HTTP/2}
 * @param fields the header section in the order and the case in which it came, those of framing and
 *     of the connection included
 */
public record RequestHead(
    String method,
    String scheme,
    @Nullable String authority,
    String target,
    String protocol,
    Fields fields) {}
