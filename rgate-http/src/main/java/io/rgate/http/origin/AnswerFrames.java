package io.rgate.http.origin;

import static io.rgate.http.frame.Http2Exception.FLOW_CONTROL_ERROR;
import static io.rgate.http.frame.Http2Exception.PROTOCOL_ERROR;

import io.rgate.http.frame.Calm;
import io.rgate.http.frame.ControlFrames;
import io.rgate.http.frame.Frame;
import io.rgate.http.frame.FrameReader;
import io.rgate.http.frame.HeaderBlock;
import io.rgate.http.frame.Http2Exception;
import io.rgate.http.frame.Payload;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.origin.StreamFailure.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Does what each frame of an origin demands. For the reader. */
final class AnswerFrames implements FrameReader.Taker {
  /** For the rest of a frame, and of a header block. */
  private static final long WITHIN = Duration.ofSeconds(30).toNanos();

  private static final int MOST_OF_BLOCK = 2 * AnswerFields.MAX_BYTES + Frame.MOST;

  private final StreamConnection connection;
  private final OriginStreams streams;
  private final Liveness liveness;
  private final Calm calm;
  private final HeaderBlock block = new HeaderBlock(MOST_OF_BLOCK, WITHIN);
  private final ControlFrames control;
  private final WaitLimit within = WaitLimit.of(WITHIN);
  private final WaitLimit between;

  AnswerFrames(StreamConnection connection) {
    this.connection = connection;
    this.streams = connection.streams();
    this.liveness = connection.liveness();
    this.calm = new Calm(connection.output());
    this.between = liveness::left;
    this.control =
        new ControlFrames(
            connection.output(), connection.windows(), calm, new OriginControls(connection, calm));
  }

  @Override
  public WaitLimit betweenFrames() {
    if (block.isOpen()) {
      return block.waitLimit();
    }
    return control.isSettled() ? between : within;
  }

  @Override
  public WaitLimit withinFrame() {
    return block.isOpen() ? block.waitLimit() : within;
  }

  @Override
  public boolean goesOn() {
    return control.isSettled() && !block.isOpen() && liveness.goesOn();
  }

  @Override
  public boolean isIdle() {
    return streams.taken() == 0;
  }

  @Override
  public void take(int type, Payload payload) throws Http2Exception {
    requireOrder(type, payload.stream);
    if (type != Frame.PING) {
      liveness.heard();
    }
    switch (type) {
      case Frame.DATA -> data(payload.unpadded());
      case Frame.HEADERS -> headers(payload.unpadded());
      case Frame.CONTINUATION -> goOn(payload);
      default -> control.receive(type, payload);
    }
    if (connection.output().isClogged()) {
      throw Http2Exception.calm("answers are not read");
    }
  }

  private void requireOrder(int type, int stream) throws Http2Exception {
    if (!control.isSettled() && type != Frame.SETTINGS) {
      throw Http2Exception.protocol("the first frame is not SETTINGS");
    }
    if (block.isOpen() && (type != Frame.CONTINUATION || stream != block.stream())) {
      throw Http2Exception.protocol("a frame within a header block");
    }
  }

  private void headers(Payload payload) throws Http2Exception {
    if (block.begin(payload)) {
      complete();
    }
  }

  private void goOn(Payload payload) throws Http2Exception {
    if (block.goOn(payload)) {
      complete();
    }
  }

  private void complete() throws Http2Exception {
    OriginStream stream = streams.find(block.stream(), "HEADERS");
    boolean trailing = stream != null && stream.heads().hasAnswer();
    AnswerFields fields = new AnswerFields(trailing);
    block.decode(fields);
    if (stream == null) {
      calm.control(); // its answer is not wanted any more
      return;
    }
    calm.useful();
    String wrong = block.dependsOnItself() ? "a stream that depends on itself" : fields.wrong();
    if (wrong == null) {
      boolean ends = block.endsStream();
      wrong = trailing ? stream.takeTrailers(fields, ends) : stream.takeHead(fields, ends);
    }
    refuse(stream, wrong);
  }

  private void data(Payload payload) throws Http2Exception {
    int whole = payload.whole();
    if (!connection.receivable().use(whole)) {
      throw new Http2Exception(FLOW_CONTROL_ERROR, "more content than the connection's window");
    }
    OriginStream stream = streams.find(payload, "DATA");
    // Each stream has a window of its own. So that a client which reads slowly does not make those
    // wait that share the connection, the connection's window is opened again at once.
    connection.receivable().returned(whole);
    if (stream == null || (payload.length == 0 && !payload.is(Frame.END_STREAM))) {
      calm.control();
    } else {
      calm.useful();
    }
    if (stream != null) {
      refuse(stream, stream.takeContent(payload));
    }
  }

  /** RFC 9113, 8.1.1: a malformed answer ends its stream alone. */
  private static void refuse(OriginStream stream, @Nullable String wrong) {
    if (wrong != null) {
      stream.reset(new StreamFailure(Kind.INVALID, wrong), PROTOCOL_ERROR);
    }
  }
}
