package io.rgate.httpserver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import io.rgate.httpserver.ResponseContent.Framing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One request and its response. For one thread at a time, as the API says. */
final class Exchange extends HttpExchange {
  private static final int UNREAD = 64 * 1024;

  private final Connection connection;
  private final Context context;
  private final RequestHead head;
  private final URI uri;
  private final Headers responseFields = new Headers();
  private final RequestContent content;
  private final ResponseContent answer;
  private final CountDownLatch over = new CountDownLatch(1);
  private InputStream requestBody;
  private OutputStream responseBody;
  private @Nullable Map<String, Object> attributes;
  private @Nullable HttpPrincipal principal;
  private boolean persistent;
  private volatile int status = -1;
  private volatile boolean complete;

  Exchange(Connection connection, Context context, RequestHead head, URI uri) {
    this.connection = connection;
    this.context = context;
    this.head = head;
    this.uri = uri;
    this.persistent = head.persistent();
    this.content = RequestContent.of(head, connection.input(), this::invite);
    this.answer = new ResponseContent(connection.output(), this::complete, connection::close);
    this.requestBody = content;
    this.responseBody = answer;
  }

  /** The client waits for a word before it sends its content (RFC 9110, 10.1.1). */
  private void invite() throws IOException {
    if (head.expectsContinue() && status < 0) {
      ResponseHead.write(connection.output(), 100, new Headers());
      connection.output().flush();
    }
  }

  private void complete() {
    complete = true;
    over.countDown();
  }

  /** Waits for the end of the response, which a handler may leave to another thread. */
  void await() throws InterruptedException {
    if (!complete) {
      over.await();
    }
  }

  /** Says that there will be no more of it. */
  void abandon() {
    over.countDown();
  }

  /** Whether the connection can serve another request; reads a small rest of this one's content. */
  boolean isFollowed() throws IOException {
    return complete && persistent && (content.isFinished() || content.drain(UNREAD));
  }

  /** Whether the client may still be sending what nobody will read. */
  boolean leavesContent() {
    return complete && !content.isFinished();
  }

  void principal(HttpPrincipal known) {
    principal = known;
  }

  /** A text of the server's own. */
  void answer(int code) throws IOException {
    byte[] text = (ResponseHead.reason(code) + "\n").getBytes(StandardCharsets.US_ASCII);
    responseFields.set("Content-Type", "text/plain; charset=utf-8");
    sendResponseHeaders(code, text.length);
    try (OutputStream out = answer) {
      out.write(text);
    }
  }

  @Override
  public void sendResponseHeaders(int code, long length) throws IOException {
    if (status >= 0) {
      throw new IOException("the head of the response was sent before");
    }
    if (code < 100 || code > 599) {
      throw new IllegalArgumentException("status must be 100 to 599, was " + code);
    }
    if (code < 200) {
      sendInterim(code);
      return;
    }
    status = code;
    Framing framing = frame(code, length);
    sayHowItGoesOn(framing);
    ResponseHead.write(connection.output(), code, responseFields);
    answer.begin(framing, framing == Framing.LENGTH ? length : 0);
  }

  /** A client of 1.0 knows no such response, and would take it for the only one. */
  private void sendInterim(int code) throws IOException {
    if (!head.protocol().equals("HTTP/1.0")) {
      ResponseHead.write(connection.output(), code, responseFields);
      connection.output().flush();
    }
  }

  /** The length as the API means it: more than 0 exact, 0 unknown, -1 none (RFC 9112, 6.3). */
  private Framing frame(int code, long length) {
    responseFields.remove("Transfer-Encoding"); // which is ours to say
    if (code == 204) {
      responseFields.remove("Content-Length");
      return Framing.NONE;
    }
    if (code == 304 || head.method().equals("HEAD")) {
      if (length > 0 && !responseFields.containsKey("Content-Length")) {
        responseFields.set("Content-Length", Long.toString(length));
      }
      return Framing.NONE;
    }
    if (length == 0) {
      return frameOfUnknown();
    }
    responseFields.set("Content-Length", Long.toString(Math.max(0, length)));
    return length < 0 ? Framing.NONE : Framing.LENGTH;
  }

  private Framing frameOfUnknown() {
    responseFields.remove("Content-Length");
    if (head.protocol().equals("HTTP/1.0")) {
      return Framing.UNTIL_CLOSE;
    }
    responseFields.set("Transfer-Encoding", "chunked");
    return Framing.CHUNKED;
  }

  private void sayHowItGoesOn(Framing framing) {
    String said = responseFields.getFirst("Connection");
    persistent =
        persistent
            && framing != Framing.UNTIL_CLOSE
            && (said == null || !Tokens.isMember("close", said))
            && !connection.isLast()
            && !isContentInDoubt();
    if (!persistent) {
      responseFields.set("Connection", "close");
    } else if (head.protocol().equals("HTTP/1.0")) {
      responseFields.set("Connection", "keep-alive");
    }
  }

  /**
   * A client that waits for a word and gets the response instead may send its content all the same,
   * or another request (RFC 9110, 10.1.1): nobody could tell which.
   */
  private boolean isContentInDoubt() {
    return head.expectsContinue() && content.isUntouched();
  }

  @Override
  public void close() {
    try {
      requestBody.close();
      responseBody.close();
    } catch (IOException e) {
      connection.close();
    }
    if (!complete) {
      connection.close();
      over.countDown();
    }
  }

  @Override
  public Headers getRequestHeaders() {
    return head.fields();
  }

  @Override
  public Headers getResponseHeaders() {
    return responseFields;
  }

  @Override
  public URI getRequestURI() {
    return uri;
  }

  @Override
  public String getRequestMethod() {
    return head.method();
  }

  @Override
  public HttpContext getHttpContext() {
    return context;
  }

  @Override
  public InputStream getRequestBody() {
    return requestBody;
  }

  @Override
  public OutputStream getResponseBody() {
    return responseBody;
  }

  @Override
  public InetSocketAddress getRemoteAddress() {
    return connection.remote();
  }

  @Override
  public InetSocketAddress getLocalAddress() {
    return connection.local();
  }

  @Override
  public int getResponseCode() {
    return status;
  }

  @Override
  public String getProtocol() {
    return head.protocol();
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return attributes == null ? null : attributes.get(name);
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    if (attributes == null) {
      attributes = new HashMap<>();
    }
    if (value == null) {
      attributes.remove(name);
    } else {
      attributes.put(name, value);
    }
  }

  @Override
  public void setStreams(@Nullable InputStream in, @Nullable OutputStream out) {
    requestBody = in == null ? requestBody : in;
    responseBody = out == null ? responseBody : out;
  }

  @Override
  public @Nullable HttpPrincipal getPrincipal() {
    return principal;
  }
}
