package io.rgate.http.origin;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Body;
import io.rgate.api.Request;
import io.rgate.http.hpack.HeadWriter;
import io.rgate.http.origin.StreamFailure.Kind;
import io.rgate.http.sending.Upload;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.Upstream.SendOptions;
import io.rgate.transport.UpstreamException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** One request and its answer on one stream. For the thread of the request, but for its end. */
public final class StreamExchange {
  private final StreamConnection connection;
  private final Upload upload;
  private final SendOptions options;
  private final OriginStream stream;
  private @Nullable StreamTarget target;
  private volatile boolean ended;
  private boolean notProcessed;

  /** An exchange for which a place was reserved, which it gives back by itself. */
  public StreamExchange(
      StreamConnection connection, Request request, Upload upload, SendOptions options) {
    this.connection = connection;
    this.upload = upload;
    this.options = options;
    this.stream = new OriginStream(connection, request.method().equals("HEAD"));
  }

  private StreamExchange(StreamConnection connection, Request request, StreamExchange before) {
    this(connection, request, before.upload, before.options);
    StreamTarget sent = before.target;
    target = sent == null ? null : sent.onto(connection, stream);
  }

  /**
   * The exchange that sends the same on another connection, on which a place was taken; called only
   * if {@link #canBeRepeated}.
   */
  public StreamExchange again(StreamConnection other, Request request) {
    return new StreamExchange(other, request, this);
  }

  /**
   * Sends the request and waits for the head of the answer.
   *
   * @param scheme what the request's scheme is
   * @param authority the host for a request that names no host
   */
  public OriginAnswer run(Request request, String scheme, String authority)
      throws UpstreamException {
    options.cancellation().onCancel(this::giveUp);
    try {
      StreamTarget made = target;
      if (made == null) {
        HeadWriter head = RequestHeads.write(request, scheme, authority);
        made = StreamTarget.prepare(connection, stream, upload, request, head);
        target = made;
      }
      return run(made, request.body().isEmpty());
    } catch (IOException | IllegalArgumentException e) {
      throw failed(e);
    }
  }

  private OriginAnswer run(StreamTarget made, boolean empty) throws IOException {
    sendOrSeeWhy(made, empty);
    Head head = awaitHead();
    upload.answered(options.idleOf(head.fields()));
    AnswerContent content = new AnswerContent(this, stream, upload::left);
    if (head.ends()) {
      end();
    }
    return new OriginAnswer(
        head.status(),
        head.fields(),
        head.ends()
            ? new Body(content, 0)
            : new Body(content, stream.contentLength(head), stream::trailers));
  }

  /** If an origin resets the stream during a write, its answer may have come before that. */
  private void sendOrSeeWhy(StreamTarget made, boolean empty) throws IOException {
    try {
      if (empty) {
        upload.sendHead(made);
      } else {
        upload.send(made);
      }
    } catch (IOException e) {
      if (e instanceof SocketTimeoutException || !stream.isOver()) {
        throw e;
      }
    }
  }

  private Head awaitHead() throws IOException {
    Head head = stream.heads().await(upload::left);
    while (head.isInterim()) {
      upload.interim(head.status(), head.fields());
      head = stream.heads().await(upload::left);
    }
    return head;
  }

  private UpstreamException failed(Exception e) {
    UpstreamException failure = failure(e);
    giveUp();
    return failure;
  }

  private UpstreamException failure(Exception e) {
    StreamFailure why = e instanceof StreamFailure known ? known : stream.heads().failure();
    Kind kind = why == null ? Kind.GIVEN_UP : why.kind();
    UpstreamException usual =
        upload.failure(
            e,
            kind == Kind.INVALID
                ? "the origin's answer is not valid HTTP: " + why(why, e)
                : unsendable(e));
    notProcessed = kind == Kind.NOT_PROCESSED && usual.failure() == Failure.CLOSED;
    if (!notProcessed) {
      return usual;
    }
    // Content that was read cannot be sent by anybody else.
    Stage stage = upload.hasBegun() ? Stage.SEND : Stage.CONNECT;
    String text = "the origin did not take the request: " + why(why, e);
    return new UpstreamException(stage, Failure.CLOSED, text, e);
  }

  private static @Nullable String unsendable(Exception e) {
    return e instanceof IllegalArgumentException
        ? "the request cannot be sent: " + e.getMessage()
        : null;
  }

  private static String why(@Nullable StreamFailure why, Exception e) {
    return String.valueOf(why == null ? e.getMessage() : why.getMessage());
  }

  /** Whether the origin has done nothing with the request (RFC 9113, 8.7). */
  public boolean wasNotProcessed() {
    return notProcessed;
  }

  /** Whether all that was sent is in memory. */
  public boolean canBeRepeated() {
    StreamTarget sent = target;
    return sent != null && sent.isRepeatable();
  }

  /** Called when a piece of content has come. */
  void moved() {
    upload.moved();
  }

  /** Called when the content is complete. The rest of an upload goes on until {@link #close}. */
  void end() {
    ended = true;
    if (upload.isSent()) {
      options.cancellation().forget();
    }
  }

  /** Gives up the rest of the answer and the rest of the request. */
  void close() {
    if (!ended || !upload.isSent()) {
      giveUp();
    } else {
      options.cancellation().forget();
    }
  }

  private void giveUp() {
    upload.cancel();
    options.cancellation().forget();
    stream.giveUp();
  }
}
