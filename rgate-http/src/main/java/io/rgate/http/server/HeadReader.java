package io.rgate.http.server;

import io.rgate.api.Fields;
import io.rgate.api.Limits;
import io.rgate.http.wire.FieldSection;
import io.rgate.http.wire.Framing;
import io.rgate.http.wire.Input;
import io.rgate.http.wire.MalformedException;
import io.rgate.http.wire.RequestLine;
import io.rgate.transport.Exchange.RequestHead;
import java.io.IOException;

/** Reads the head of one request, and what it demands of the connection. */
final class HeadReader {
  private static final String HTTP_1_1 = "HTTP/1.1";
  private static final String HTTP_1_0 = "HTTP/1.0";

  private final Input in;
  private final Limits limits;
  private String scheme = "http";
  private String method = "";

  HeadReader(Input in, Limits limits) {
    this.in = in;
    this.limits = limits;
  }

  /** Sets the scheme of the requests from now on. */
  void scheme(String other) {
    scheme = other;
  }

  /**
   * A request's head.
   *
   * @param head the head for the service
   * @param framing of the content, as returned by {@link Framing}
   * @param expectsContinue whether the client waits for 100 before it sends the content
   * @param persistent whether the client wants to keep the connection (RFC 9112, 9.3)
   */
  record Received(RequestHead head, long framing, boolean expectsContinue, boolean persistent) {

    boolean http10() {
      return head.protocol().equals(HTTP_1_0);
    }
  }

  /**
   * Waits for a head and reads it.
   *
   * @throws MalformedException if the bytes are no valid head, or it is too large
   */
  Received read() throws IOException {
    method = "";
    RequestLine line = RequestLine.read(in, limits.maxTarget());
    method = line.method();
    Fields fields = FieldSection.read(in, limits.maxFields(), limits.maxFieldBytes());
    long framing = Framing.ofRequest(fields, line.http10());
    String protocol = line.http10() ? HTTP_1_0 : HTTP_1_1;
    RequestHead head =
        new RequestHead(line.method(), scheme, null, line.target(), protocol, fields);
    boolean expects = !line.http10() && "100-continue".equalsIgnoreCase(fields.get("Expect"));
    return new Received(head, framing, expects, isPersistent(fields, line.http10()));
  }

  private static boolean isPersistent(Fields fields, boolean http10) {
    return !fields.contains("Connection")
        ? !http10
        : !fields.hasMember("Connection", "close")
            && (!http10 || fields.hasMember("Connection", "keep-alive"));
  }

  /** Whether the answer to a refused request may have content. */
  boolean mayHaveContent() {
    return !method.equals("HEAD");
  }
}
