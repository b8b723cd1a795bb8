package io.rgate.http.h2;

import static io.rgate.http.frame.Http2Exception.PROTOCOL_ERROR;
import static io.rgate.http.frame.Http2Exception.REFUSED_STREAM;
import static io.rgate.http.frame.Http2Exception.STREAM_CLOSED;
import static java.lang.System.Logger.Level.DEBUG;

import io.rgate.api.Fields;
import io.rgate.api.Limits;
import io.rgate.http.frame.Calm;
import io.rgate.http.frame.Frame;
import io.rgate.http.frame.HeaderBlock;
import io.rgate.http.frame.Http2Exception;
import io.rgate.http.frame.Payload;
import io.rgate.http.hpack.HeadWriter;
import io.rgate.http.wire.FieldSection;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Puts header blocks together, and opens streams. For the connection's reader. */
final class HeaderFrames {
  private static final System.Logger LOG = System.getLogger(HeaderFrames.class.getName());

  private final Http2Connection connection;
  private final Streams streams;
  private final Calm calm;
  private final Limits limits;
  private final HeaderBlock block;
  private int last;

  HeaderFrames(Http2Connection connection, Calm calm) {
    this.connection = connection;
    this.streams = connection.streams();
    this.calm = calm;
    this.limits = connection.settings().limits();
    int most = 2 * (limits.maxFieldBytes() + limits.maxTarget()) + Frame.MOST;
    this.block = new HeaderBlock(most, limits.requestHead().toNanos());
  }

  /** The greatest id of a stream that was opened. */
  int lastStream() {
    return last;
  }

  /** The block that is being put together. */
  HeaderBlock block() {
    return block;
  }

  /** The open stream of a frame; null if it has ended. */
  @Nullable Http2Stream find(Payload payload, String what) throws Http2Exception {
    if (payload.stream == 0) {
      throw Http2Exception.protocol(what + " without a stream");
    }
    Http2Stream found = streams.get(payload.stream);
    if (found == null && (payload.stream > last || payload.stream % 2 == 0)) {
      throw Http2Exception.protocol(what + " on a stream that was never opened");
    }
    return found;
  }

  void begin(Payload payload) throws Http2Exception {
    if (payload.stream % 2 == 0) {
      throw Http2Exception.protocol("HEADERS on a stream that a client cannot open");
    }
    if (block.begin(payload)) {
      complete();
    }
  }

  void goOn(Payload payload) throws Http2Exception {
    if (block.goOn(payload)) {
      complete();
    }
  }

  private void complete() throws Http2Exception {
    int stream = block.stream();
    Http2Stream known = streams.get(stream);
    RequestFields fields = new RequestFields(limits, known != null, connection.takesWebSockets());
    block.decode(fields);
    if (known != null) {
      trailers(known, fields);
    } else if (stream <= last) {
      late(stream);
    } else if (!connection.ending().takesNoMore()) {
      last = stream;
      request(fields);
    }
  }

  /** RFC 9113, 5.1: what was on its way when this end has reset the stream is ignored. */
  private void late(int stream) throws Http2Exception {
    byte how = streams.how(stream);
    if (how == Streams.UNKNOWN) {
      throw Http2Exception.protocol("a stream that is opened too late");
    }
    if (how != Streams.RESET_HERE) {
      throw new Http2Exception(STREAM_CLOSED, "HEADERS on a stream that has ended");
    }
    calm.reset();
  }

  private void trailers(Http2Stream known, RequestFields fields) throws Http2Exception {
    StreamContent content = known.received();
    int code = 0;
    if (content == null || known.isRemoteEnded()) {
      code = STREAM_CLOSED;
    } else if (!block.endsStream() || block.dependsOnItself() || fields.check() != 0) {
      code = PROTOCOL_ERROR;
    } else {
      Fields trailers = FieldSection.trailers(fields.builder());
      code = content.end(trailers) ? 0 : PROTOCOL_ERROR;
      known.remoteEnds();
    }
    if (code != 0) {
      calm.reset();
      known.fail(code);
    }
  }

  private void request(RequestFields fields) throws Http2Exception {
    int status = fields.check();
    int stream = block.stream();
    boolean ends = block.endsStream();
    boolean wrongLength = ends && fields.length() > 0;
    if (status == RequestFields.MALFORMED || wrongLength || block.dependsOnItself()) {
      LOG.log(DEBUG, "a malformed request: {0}", wrong(fields));
      connection.service().refused(connection.settings().peer(), 400, wrong(fields));
      refuse(PROTOCOL_ERROR);
    } else if (status != 0) {
      answer(status);
    } else if (isFull()) {
      refuse(REFUSED_STREAM);
    } else {
      calm.useful();
      long length = ends ? 0 : fields.length();
      connection.start(
          new Http2Stream(
              connection, stream, fields.head(connection.settings().scheme()), length, ends));
    }
  }

  private static String wrong(RequestFields fields) {
    @Nullable String wrong = fields.wrong();
    return wrong == null ? "a length or a priority that cannot be" : wrong;
  }

  /**
   * Whether the client has as many streams as it may. Requests whose stream was reset are still at
   * work for a while, so they count, too: else a client could have any number of them.
   */
  private boolean isFull() {
    int most = connection.settings().streams();
    return streams.count() >= most || streams.running().get() >= 2L * most;
  }

  private void refuse(int code) throws Http2Exception {
    int stream = block.stream();
    streams.remember(stream, Streams.RESET_HERE);
    connection.output().control(Frame.ofInt(Frame.RST_STREAM, stream, code));
    calm.reset();
  }

  /** Answers a request that exceeds a limit, without content. */
  private void answer(int status) throws Http2Exception {
    connection.service().refused(connection.settings().peer(), status, "a limit is exceeded");
    HeadWriter writer = new HeadWriter(128, Frame.HEAD);
    writer.dropTable();
    writer.status(status);
    Heads.date(writer);
    writer.length(0);
    int stream = block.stream();
    HeaderBlock.frame(writer, 0, stream, Frame.END_STREAM);
    streams.remember(stream, block.endsStream() ? Streams.ENDED : Streams.RESET_HERE);
    connection.output().control(Arrays.copyOf(writer.bytes(), writer.size()));
    if (!block.endsStream()) {
      connection.output().control(Frame.ofInt(Frame.RST_STREAM, stream, 0));
    }
    calm.reset();
  }
}
