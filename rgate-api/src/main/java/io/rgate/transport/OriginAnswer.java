package io.rgate.transport;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The head of an origin's final answer, and the content that follows it.
 *
 * @param status 200 to 599; or 101 where the request asked for an upgrade
 * @param fields the header section as the origin sent it, with the fields of framing and of the
 *     connection
 * @param body the content; its length is 0 in answer to HEAD and with 204 and 304, even if the
 *     fields declare another length
 * @param tunnel both directions after a 101, otherwise null
 */
public record OriginAnswer(int status, Fields fields, Body body, @Nullable Tunnel tunnel) {

  /** An answer with content and without a tunnel. */
  public OriginAnswer(int status, Fields fields, Body body) {
    this(status, fields, body, null);
  }
}
