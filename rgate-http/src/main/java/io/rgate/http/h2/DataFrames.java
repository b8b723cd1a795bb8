package io.rgate.http.h2;

import static io.rgate.http.frame.Http2Exception.FLOW_CONTROL_ERROR;
import static io.rgate.http.frame.Http2Exception.PROTOCOL_ERROR;
import static io.rgate.http.frame.Http2Exception.STREAM_CLOSED;

import io.rgate.api.Fields;
import io.rgate.http.frame.Calm;
import io.rgate.http.frame.Frame;
import io.rgate.http.frame.Http2Exception;
import io.rgate.http.frame.Payload;
import io.rgate.http.frame.ReceiveBuffer;
import org.jspecify.annotations.Nullable;

/** Gives content to the streams. For the connection's reader. */
final class DataFrames {
  private final Http2Connection connection;
  private final Streams streams;
  private final HeaderFrames headers;
  private final Calm calm;

  DataFrames(Http2Connection connection, HeaderFrames headers, Calm calm) {
    this.connection = connection;
    this.streams = connection.streams();
    this.headers = headers;
    this.calm = calm;
  }

  void receive(Payload payload) throws Http2Exception {
    int whole = payload.whole();
    if (!connection.receivable().use(whole)) {
      throw new Http2Exception(FLOW_CONTROL_ERROR, "more content than the connection's window");
    }
    Http2Stream stream = headers.find(payload, "DATA");
    if (payload.length > 0) {
      calm.useful();
    } else if (!payload.is(Frame.END_STREAM)) {
      calm.control();
    }
    if (stream == null || stream.isRemoteEnded()) {
      connection.receivable().returned(whole);
      closed(payload.stream, stream);
      return;
    }
    content(payload, stream, whole);
  }

  private void closed(int id, @Nullable Http2Stream stream) throws Http2Exception {
    // RFC 9113, 5.1: what was on its way when this end has reset the stream is ignored.
    if (streams.how(id) != Streams.RESET_HERE) {
      calm.reset();
      if (stream == null) {
        connection.output().control(Frame.ofInt(Frame.RST_STREAM, id, STREAM_CLOSED));
      } else {
        stream.fail(STREAM_CLOSED);
      }
    }
  }

  private void content(Payload payload, Http2Stream stream, int whole) throws Http2Exception {
    StreamContent content = stream.received();
    if (content == null) {
      return; // its end has come, as was seen above
    }
    int code = add(payload, content, whole);
    if (code == 0 && payload.is(Frame.END_STREAM)) {
      code = content.end(Fields.EMPTY) ? 0 : PROTOCOL_ERROR;
      stream.remoteEnds();
    }
    if (code != 0) {
      calm.reset();
      stream.fail(code);
    }
  }

  private int add(Payload payload, StreamContent content, int whole) {
    ReceiveBuffer buffer = content.buffer();
    if (!buffer.use(whole)) {
      connection.receivable().returned(whole);
      return FLOW_CONTROL_ERROR;
    }
    if (!content.counts(payload.length)) {
      connection.receivable().returned(whole);
      return PROTOCOL_ERROR;
    }
    int padding = whole - payload.length;
    int refused = buffer.put(payload.bytes, payload.at, payload.length);
    connection.receivable().returned(refused + padding);
    if (padding > 0) {
      buffer.pad(padding);
      content.returnWindow();
    }
    return 0;
  }
}
