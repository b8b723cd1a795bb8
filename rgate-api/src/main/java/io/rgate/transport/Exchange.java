package io.rgate.transport;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client and its response.
 *
 * <p>One thread may read the content while another one sends the response, so that both directions
 * move at once. Each direction is used by one thread at a time. A response may end before all
 * content was read; the front decides what that means for the connection.
 */
public interface Exchange {

  /** The request's head. */
  RequestHead head();

  /** The client's connection. */
  Peer peer();

  /**
   * The request's content, the same object at each call. Its length is the declared length, or 0 if
   * there is no content.
   *
   * <p>Its stream waits for the client: until the response has begun at most {@link
   * io.rgate.api.Limits#clientIdle}, after that without limit. It throws {@link
   * RequestContentException} if the content ends early, is malformed or does not arrive; then the
   * connection (HTTP/1) or the stream (HTTP/2) of the exchange is not used again. Its trailers are
   * those that the client sent. Closing the stream does nothing.
   */
  Body content();

  /**
   * Sends an interim response: 100, 103 or another one but 101. Does nothing if the protocol has no
   * interim responses, or after {@link #respond}.
   *
   * @throws ClientGoneException if the client has left
   * @throws IllegalArgumentException if the status is not 100 to 199, or is 101
   */
  void inform(int status, Fields fields) throws IOException;

  /**
   * Leaves the answer to {@code Expect: 100-continue} to the service (RFC 9110, 10.1.1). Otherwise
   * the front sends 100 when the content is first read. From now on it does not; a read waits for
   * content, which comes when the service has sent 100 by {@link #inform}, or when the client does
   * not wait any longer. Called before the content is first read, and only where the origin is
   * asked. The default does nothing, for a front that sends 100 in any case.
   */
  default void leaveExpectation() {}

  /**
   * Begins the response; called once. The front may hold the bytes back until the first flush,
   * until its buffer is full or until the response ends.
   *
   * <p>Framing fields in {@code fields} are left out, because the front writes them itself. {@code
   * Connection: close} closes an HTTP/1 connection after this response; other protocols leave it
   * out. A {@code Date} is added if there is none.
   *
   * @param length of the content in bytes, or {@link Body#UNKNOWN}. In an answer to HEAD and with
   *     304 it is only declared, and no content is written; with 204 and 205 it is ignored
   * @throws ClientGoneException if the client has left
   * @throws IllegalArgumentException if the status is not 200 to 599
   * @throws IllegalStateException if this method was called before
   */
  ResponseContent respond(int status, Fields fields, long length) throws IOException;

  /**
   * Ends HTTP on this exchange: sends the head ({@code 101}, or {@code 200} in answer to CONNECT)
   * and returns both directions as raw bytes. Called in place of {@link #respond}, after all
   * content was read.
   *
   * <p>A protocol that does this in its own way has it look like HTTP/1.1: an extended CONNECT of
   * HTTP/2 (RFC 8441) is a GET with {@code Connection} and {@code Upgrade}, and its 101 is sent as
   * the 200 that it is there.
   *
   * @throws ClientGoneException if the client has left
   * @throws UnsupportedOperationException if {@link #offersTunnel} is false; nothing has been sent
   *     then
   */
  Tunnel tunnel(int status, Fields fields) throws IOException;

  /** Whether {@link #tunnel} may be called; the default says so. */
  default boolean offersTunnel() {
    return true;
  }

  /**
   * Sets an action to run when the client leaves: when its side of the connection, or its stream,
   * ends or is reset while the response is awaited or sent. The action runs at most once, on
   * another thread, and never after the end of the exchange. If the client has left already, it
   * runs at once. It must not block. A front that cannot see a client leave does nothing, and says
   * so in its documentation.
   */
  void onGone(Runnable cancel);

  /**
   * Cuts the exchange so that the client sees that the response is incomplete: HTTP/1 cuts the
   * connection, HTTP/2 resets the stream. May be called by any thread, at any time, more than once.
   */
  void abort();

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
   * @param fields the header section in the order and the case in which it came, those of framing
   *     and of the connection included
   */
  record RequestHead(
      String method,
      String scheme,
      @Nullable String authority,
      String target,
      String protocol,
      Fields fields) {}

  /**
   * Takes the content of a response. For one thread at a time.
   *
   * <p>Each method waits while the client takes nothing, for {@link io.rgate.api.Limits#clientIdle}
   * at most; then, and if the client has left or the exchange was aborted, it throws {@link
   * ClientGoneException}.
   */
  interface ResponseContent {

    /**
     * Writes bytes, which may wait in a buffer of fixed size.
     *
     * @throws IOException if that is more than the declared length, or the response has no content
     */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Reads once from {@code source} and writes what came: cheaper than {@link #write}, because the
     * bytes go from the source's buffer into this one's without another in between.
     *
     * @param atMost how many bytes at most, 1 or more
     * @return how many came, 0 or more; -1 at the source's end
     * @throws IOException what the source throws, as it is; what concerns the client is a {@link
     *     ClientGoneException}
     */
    int transfer(InputStream source, int atMost) throws IOException;

    /** Sends what waits in the buffer. */
    void flush() throws IOException;

    /**
     * Says that this was all of it, with a trailer section where the protocol can carry one and
     * {@code trailers} is not empty. When this returns, everything is with the operating system.
     *
     * @throws IOException if fewer bytes came than declared; the exchange is aborted then
     */
    void end(Fields trailers) throws IOException;

    /** {@link #end} without trailers. */
    default void end() throws IOException {
      end(Fields.EMPTY);
    }
  }

  /**
   * Both directions of a connection, or of a stream, that no longer carries HTTP. Each direction is
   * used by one thread at a time; {@link #close} may be called by any.
   */
  interface Tunnel extends AutoCloseable {

    /** What the far side sends; bytes that came right behind the head are in it. */
    InputStream in();

    /**
     * Takes bytes for the far side and sends them at once; closing it ends this direction only. A
     * write waits while the far side takes nothing: a client for {@link
     * io.rgate.api.Limits#clientIdle} at most, an origin without limit.
     */
    OutputStream out();

    /** Ends both directions at once. */
    @Override
    void close();
  }
}
