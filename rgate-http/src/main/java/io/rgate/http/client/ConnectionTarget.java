package io.rgate.http.client;

import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.http.sending.Target;
import io.rgate.http.sending.Upload;
import io.rgate.http.wire.ContentWriter;
import io.rgate.http.wire.Framing;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The rest of a connection of HTTP/1.1, as the place where one request goes. */
final class ConnectionTarget implements Target {
  private final OriginConnection connection;
  private final @Nullable ContentWriter writer;

  private ConnectionTarget(OriginConnection connection, @Nullable ContentWriter writer) {
    this.connection = connection;
    this.writer = writer;
  }

  /**
   * Puts the bytes to send first into the buffer of {@code connection}.
   *
   * @param authority the host for a request that names no host
   * @throws IllegalArgumentException if the request cannot be sent as one valid request
   */
  static ConnectionTarget prepare(
      Request request, Upload upload, OriginConnection connection, String authority)
      throws IOException {
    RequestHeadWriter.write(connection.output(), request, authority);
    long framing = RequestHeadWriter.framing(request);
    if (framing == 0) {
      return new ConnectionTarget(connection, null);
    }
    upload.begin();
    ContentWriter writer = ContentWriter.of(framing, connection.output());
    ConnectionTarget made = new ConnectionTarget(connection, writer);
    if (framing != Framing.CHUNKED) {
      upload.addContentAtHand(made);
    }
    return made;
  }

  /** The same request with the same bytes, on another connection. */
  ConnectionTarget onto(OriginConnection other) {
    other.output().addAllOf(connection.output());
    return new ConnectionTarget(other, writer == null ? null : writer.onto(other.output()));
  }

  /** Whether the request has content. */
  boolean hasContent() {
    return writer != null;
  }

  private ContentWriter writer() {
    if (writer == null) {
      throw new IllegalStateException("this request has no content");
    }
    return writer;
  }

  @Override
  public long left() {
    return writer().left();
  }

  @Override
  public void grow(int more) {
    writer().grow(more);
  }

  @Override
  public void makeRoom() throws IOException {
    writer().makeRoom();
  }

  @Override
  public int transfer(InputStream source, int atMost) throws IOException {
    return writer().transfer(source, atMost);
  }

  @Override
  public void flush() throws IOException {
    connection.output().flush();
  }

  @Override
  public void end(Fields trailers) throws IOException {
    if (writer == null) {
      connection.output().flush();
    } else {
      writer.end(trailers);
    }
  }

  @Override
  public void giveUp() {
    connection.close();
  }
}
