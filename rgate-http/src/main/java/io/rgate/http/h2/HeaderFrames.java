package io.rgate.http.h2;

import static io.rgate.http.h2.Http2Exception.PROTOCOL_ERROR;
import static io.rgate.http.h2.Http2Exception.REFUSED_STREAM;
import static io.rgate.http.h2.Http2Exception.STREAM_CLOSED;
import static java.lang.System.Logger.Level.DEBUG;

import io.rgate.api.Fields;
import io.rgate.api.Limits;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.wire.FieldSection;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Puts header blocks together, and opens streams. For the connection's reader. */
final class HeaderFrames {
  private static final System.Logger LOG = System.getLogger(HeaderFrames.class.getName());

  /** So many frames a header block may have in addition to the first. */
  private static final int MOST_CONTINUATIONS = 32;

  private final Http2Connection connection;
  private final Streams streams;
  private final Calm calm;
  private final Limits limits;
  private final HpackDecoder decoder = new HpackDecoder();
  private final int mostOfBlock;
  private byte[] block = new byte[0];
  private int size;
  private int stream;
  private boolean endsStream;
  private boolean dependsOnItself;
  private boolean open;
  private int continuations;
  private WaitLimit waitLimit = WaitLimit.of(0);
  private int last;

  HeaderFrames(Http2Connection connection, Calm calm) {
    this.connection = connection;
    this.streams = connection.streams();
    this.calm = calm;
    this.limits = connection.settings().limits();
    this.mostOfBlock = 2 * (limits.maxFieldBytes() + limits.maxTarget()) + Frame.MOST;
  }

  /** The greatest id of a stream that was opened. */
  int lastStream() {
    return last;
  }

  /** Whether the end of a header block is missing. */
  boolean isOpen() {
    return open;
  }

  /** The stream of the block whose end is missing. */
  int stream() {
    return stream;
  }

  /** How long its end may take. */
  WaitLimit waitLimit() {
    return waitLimit;
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
    stream = payload.stream;
    if (stream % 2 == 0) {
      throw Http2Exception.protocol("HEADERS on a stream that a client cannot open");
    }
    endsStream = payload.is(Frame.END_STREAM);
    dependsOnItself = false;
    if (payload.is(Frame.WITH_PRIORITY)) {
      if (payload.length < 5) {
        throw Http2Exception.size("HEADERS without the priority that it announces");
      }
      int on = Frame.getInt(payload.bytes, payload.at) & Integer.MAX_VALUE;
      dependsOnItself = on == stream;
      payload.skip(5);
    }
    if (payload.is(Frame.END_HEADERS)) {
      complete(payload.bytes, payload.at, payload.length);
      return;
    }
    open = true;
    continuations = 0;
    size = 0;
    waitLimit = WaitLimit.until(limits.requestHead().toNanos());
    add(payload);
  }

  void goOn(Payload payload) throws Http2Exception {
    if (!open) {
      throw Http2Exception.protocol("CONTINUATION without a header block");
    }
    continuations++;
    add(payload);
    if (continuations > MOST_CONTINUATIONS || size > mostOfBlock) {
      throw Http2Exception.calm("frames or bytes of one header block");
    }
    if (payload.is(Frame.END_HEADERS)) {
      open = false;
      byte[] whole = block;
      block = new byte[0];
      complete(whole, 0, size);
    }
  }

  private void add(Payload payload) {
    if (size + payload.length > block.length) {
      block = Arrays.copyOf(block, Math.max(2 * block.length, size + payload.length));
    }
    System.arraycopy(payload.bytes, payload.at, block, size, payload.length);
    size += payload.length;
  }

  private void complete(byte[] bytes, int at, int length) throws Http2Exception {
    Http2Stream known = streams.get(stream);
    RequestFields fields = new RequestFields(limits, known != null, connection.takesWebSockets());
    decoder.decode(bytes, at, at + length, fields);
    decoder.rest();
    if (known != null) {
      trailers(known, fields);
    } else if (stream <= last) {
      late();
    } else if (!connection.ending().takesNoMore()) {
      last = stream;
      request(fields);
    }
  }

  /** RFC 9113, 5.1: what was on its way when this end has reset the stream is ignored. */
  private void late() throws Http2Exception {
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
    } else if (!endsStream || dependsOnItself || fields.check() != 0) {
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
    boolean wrongLength = endsStream && fields.length() > 0;
    if (status == RequestFields.MALFORMED || wrongLength || dependsOnItself) {
      LOG.log(DEBUG, "a malformed request: {0}", wrong(fields));
      connection.service().refused(connection.settings().peer(), 400, wrong(fields));
      refuse(PROTOCOL_ERROR);
    } else if (status != 0) {
      answer(status);
    } else if (isFull()) {
      refuse(REFUSED_STREAM);
    } else {
      calm.useful();
      long length = endsStream ? 0 : fields.length();
      connection.start(
          new Http2Stream(
              connection, stream, fields.head(connection.settings().scheme()), length, endsStream));
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
    writer.date();
    writer.length(0);
    writer.frame(0, stream, Frame.END_STREAM);
    streams.remember(stream, endsStream ? Streams.ENDED : Streams.RESET_HERE);
    connection.output().control(Arrays.copyOf(writer.bytes(), writer.size()));
    if (!endsStream) {
      connection.output().control(Frame.ofInt(Frame.RST_STREAM, stream, 0));
    }
    calm.reset();
  }
}
