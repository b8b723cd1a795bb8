package io.rgate.transport;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The head of an origin's final answer, and the content that follows it.
 *
 * @param status 200 to 599; or 101 where the request asked for an upgrade
 * @param fields the header section as it came, those of framing and of the connection included
 * @param body the content; its length is 0 in answer to HEAD and with 204 and 304, whatever the
 *     fields tell
 * @param tunnel both directions behind a 101, else null
 */
public record OriginAnswer(int status, Fields fields, Body body, @Nullable Tunnel tunnel) {

  /** An answer that is followed by its content. */
  public OriginAnswer(int status, Fields fields, Body body) {
    this(status, fields, body, null);
  }
}
