package io.rgate.http.server;

import io.rgate.api.Fields;
import io.rgate.http.wire.ContentWriter;
import io.rgate.transport.ClientGoneException;
import io.rgate.transport.Exchange.ResponseContent;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Objects;

/** The content of a response, with the framing that its head declares. */
final class ServerResponse implements ResponseContent {
  private final ServerExchange exchange;
  private final ContentWriter writer;
  private final boolean sized;
  private final boolean none;
  private boolean ended;

  /**
   * Writes content to {@code writer}.
   *
   * @param sized whether the head declares its length
   * @param none whether the response must have no content
   */
  ServerResponse(ServerExchange exchange, ContentWriter writer, boolean sized, boolean none) {
    this.exchange = exchange;
    this.writer = writer;
    this.sized = sized;
    this.none = none;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    requireRoom(length);
    try {
      writer.write(bytes, offset, length);
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private void requireRoom(int length) throws IOException {
    if (ended) {
      throw new IOException("the response has ended");
    }
    if (none && length > 0) {
      throw new IOException("this response has no content");
    }
    if (length > writer.left()) {
      throw new IOException("more content than the " + writer.left() + " bytes that are left");
    }
  }

  @Override
  public int transfer(InputStream source, int atMost) throws IOException {
    if (atMost < 1) {
      throw new IllegalArgumentException("atMost must be 1 or more, was " + atMost);
    }
    requireRoom(1);
    try {
      writer.makeRoom();
    } catch (IOException e) {
      throw gone(e);
    }
    return writer.transfer(source, atMost);
  }

  @Override
  public void flush() throws IOException {
    if (ended) {
      return;
    }
    try {
      writer.flush();
    } catch (IOException e) {
      throw gone(e);
    }
  }

  @Override
  public void end(Fields trailers) throws IOException {
    if (ended) {
      return;
    }
    if (sized && !none && writer.left() > 0) {
      exchange.abort();
      throw new IOException("content ends " + writer.left() + " bytes too early");
    }
    ended = true;
    try {
      writer.end(trailers);
    } catch (IOException e) {
      throw gone(e);
    }
    exchange.responseEnded();
  }

  private ClientGoneException gone(IOException e) {
    exchange.abort();
    return e instanceof SocketTimeoutException
        ? new ClientGoneException("the client takes nothing of the response", e)
        : new ClientGoneException("the client has left", e);
  }
}
