package io.rgate.http.server;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import io.rgate.api.Limits;
import io.rgate.api.Peer;
import io.rgate.http.h2.Http2Connection;
import io.rgate.http.loop.Transport;
import io.rgate.http.loop.WaitLimit;
import io.rgate.http.server.HeadReader.Received;
import io.rgate.http.tls.NotTlsException;
import io.rgate.http.tls.ServerTls;
import io.rgate.http.wire.Input;
import io.rgate.http.wire.MalformedException;
import io.rgate.http.wire.Output;
import io.rgate.http.wire.WireTunnel;
import io.rgate.transport.Exchange.Tunnel;
import io.rgate.transport.Front.Service;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection. One thread serves its requests one after another. Any thread may close it.
 */
final class ServerConnection {
  private static final System.Logger LOG = System.getLogger(ServerConnection.class.getName());
  private static final WaitLimit IDLE = WaitLimit.of(Duration.ofSeconds(75).toNanos());

  private final Transport transport;
  private final Service service;
  private final Limits limits;
  private final Drain drain;
  private final int http2Streams;
  private final Input input;
  private final Output output;
  private final HeadReader heads;
  private final Departure departure;
  private final ReentrantLock writing = new ReentrantLock();
  private final WaitLimit idling = since -> left(since, IDLE.left(since));
  private volatile Peer peer;
  private volatile boolean busy;
  private volatile boolean knowsOfDrain;
  private volatile boolean endsOnlyByClose;
  private volatile @Nullable Http2Connection http2;

  /**
   * A connection that was just accepted by a front that may be stopping.
   *
   * @param http2Streams how many streams a client of HTTP/2 may open at a time; 0 without HTTP/2
   */
  ServerConnection(
      Transport transport, Service service, Limits limits, Drain drain, int http2Streams) {
    this.transport = transport;
    this.service = service;
    this.limits = limits;
    this.drain = drain;
    this.http2Streams = http2Streams;
    this.peer = new Peer(transport.remote(), transport.local());
    this.input = new Input(transport, IDLE);
    this.output = new Output(transport, WaitLimit.of(limits.clientIdle().toNanos()));
    this.heads = new HeadReader(input, limits);
    this.departure = new Departure(transport, input);
  }

  Transport transport() {
    return transport;
  }

  Input input() {
    return input;
  }

  Output output() {
    return output;
  }

  Departure departure() {
    return departure;
  }

  /** Held by the thread that writes the head of a response, also of an interim one. */
  ReentrantLock writing() {
    return writing;
  }

  Peer peer() {
    return peer;
  }

  Limits limits() {
    return limits;
  }

  /** Whether the front is stopping. */
  Drain drain() {
    return drain;
  }

  /** Whether an exchange is under way. */
  boolean isBusy() {
    Http2Connection other = http2;
    return other == null ? busy : other.isBusy();
  }

  /** Sets whether the client sees the end of the response only when the connection ends. */
  void endsOnlyByClose(boolean so) {
    endsOnlyByClose = so;
  }

  /** Both directions as raw bytes; closing the tunnel closes the connection. */
  Tunnel tunnel() {
    WaitLimit taking = WaitLimit.of(limits.clientIdle().toNanos());
    return new WireTunnel(transport, input, output, taking, () -> {});
  }

  /** Serves requests one after another, until one side ends the connection. */
  void serve() {
    try {
      if (secure() && awaitRequest()) {
        serveAll();
      }
    } catch (IOException e) {
      LOG.log(DEBUG, "connection ended", e);
    } catch (RuntimeException | Error e) {
      LOG.log(ERROR, "a connection is closed after an internal failure", e);
    } finally {
      close();
    }
  }

  private void serveAll() throws IOException {
    if (http2Streams > 0 && Securing.isHttp2(transport, peer, input, limits)) {
      var settings = new Http2Connection.Settings(peer, limits, http2Streams);
      Http2Connection other = new Http2Connection(transport, input, service, settings);
      http2 = other;
      other.run();
      return;
    }
    boolean more = true;
    while (more) {
      more = serveNext() && awaitRequest();
    }
  }

  /**
   * Makes the connection ready for use; false if the client does not speak TLS where it must, or
   * wanted to see a certificate only. Here another protocol can begin: {@link Transport#protocol}
   * says which one the client has chosen.
   */
  private boolean secure() throws IOException {
    WaitLimit whole = WaitLimit.until(limits.requestHead().toNanos());
    try {
      Peer.Tls tls =
          Securing.secure(
              transport,
              since -> Math.min(whole.left(since), left(since, WaitLimit.FOR_EVER)),
              limits);
      if (tls != null) {
        peer = new Peer(peer.remote(), peer.local(), tls);
        heads.scheme("https");
      }
      return !transport.protocol().equals(ServerTls.CHALLENGE);
    } catch (NotTlsException e) {
      service.refused(peer, 400, String.valueOf(e.getMessage()));
      return false;
    }
  }

  private boolean awaitRequest() throws IOException {
    input.rest();
    output.begin();
    busy = input.buffered() > 0 || hasMore();
    return busy;
  }

  private boolean hasMore() throws IOException {
    input.waitLimit(idling);
    try {
      return input.fill();
    } catch (SocketTimeoutException e) {
      // The client sends nothing, or sends in this very moment.
      transport.assumeReadable();
      return input.fillNow() && input.buffered() > 0;
    }
  }

  private long left(long since, long otherwise) {
    knowsOfDrain = drain.hasBegun();
    return knowsOfDrain ? drain.left(since) : otherwise;
  }

  /** Has an idle connection wait no longer than {@link Drain} says; called again and again. */
  void beginDrain() {
    Http2Connection other = http2;
    if (other != null) {
      other.beginDrain();
    } else if (!busy && !knowsOfDrain) {
      transport.askLimitAgain();
    }
  }

  private boolean serveNext() throws IOException {
    Received received;
    try {
      input.waitLimit(WaitLimit.until(limits.requestHead().toNanos()));
      received = heads.read();
    } catch (MalformedException e) {
      refuse(e.status(), String.valueOf(e.getMessage()));
      return false;
    } catch (EOFException e) {
      refuse(400, "the connection was closed within a head");
      return false;
    }
    ServerExchange exchange = new ServerExchange(this, received);
    boolean fine = run(exchange);
    exchange.over();
    if (exchange.isTunnelled()) {
      return false;
    }
    OwnAnswer.forSilence(exchange);
    boolean followed = end(exchange, fine);
    busy = false;
    return followed;
  }

  /** Runs the service; false if it has failed. */
  private boolean run(ServerExchange exchange) {
    try {
      service.serve(exchange);
      return true;
    } catch (RuntimeException | Error e) {
      LOG.log(ERROR, "a service failed; its connection is closed", e);
      return false;
    }
  }

  private boolean end(ServerExchange exchange, boolean fine) throws IOException {
    if (transport.isClosed()) {
      return false;
    }
    input.waitLimit(WaitLimit.until(LingeringClose.LINGER));
    boolean followed;
    try {
      followed = fine && exchange.isFollowed();
    } catch (MalformedException | SocketTimeoutException e) {
      followed = false; // the service has answered, and the answer must still reach the client
    }
    if (!followed) {
      endOutput(exchange);
    }
    return followed;
  }

  private void endOutput(ServerExchange exchange) throws IOException {
    if (exchange.leavesContent()) {
      LingeringClose.of(transport, LingeringClose.LINGER);
    } else if (exchange.endsForDrain()) {
      busy = false;
      LingeringClose.of(transport, LingeringClose.SHORT); // requests may be on their way
    } else if (endsOnlyByClose && exchange.isEnded()) {
      transport.shutdownOutput(); // the close alone does not wait until the client has room
    }
  }

  /**
   * Answers bytes that are no valid request, and closes the connection so that the client can read
   * the answer.
   */
  private void refuse(int status, String why) throws IOException {
    LOG.log(DEBUG, "refused with {0}: {1}", status, why);
    service.refused(peer, status == MalformedException.NO_HTTP ? 400 : status, why);
    if (status == MalformedException.NO_HTTP) {
      return; // RFC 9113, 3.4: an invalid preface ends the connection
    }
    OwnAnswer.refuse(output, status, heads.mayHaveContent());
    LingeringClose.of(transport, LingeringClose.LINGER);
  }

  /** Ends the connection so that the client sees that a broken response is incomplete. */
  void cut() {
    if (endsOnlyByClose) {
      transport.reset();
    } else {
      close();
    }
  }

  /** Ends the connection in any state; threads that wait for it get an IOException. */
  void close() {
    transport.close();
  }
}
