package io.rgate.httpserver;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: served by one thread, request after request. Any thread may close it.
 */
final class Connection {
  private static final System.Logger LOG = System.getLogger(Connection.class.getName());
  private static final long LINGER = Duration.ofSeconds(2).toNanos();
  private static final int MOST_OF_A_REST = 1024 * 1024;

  private static final URI ROOT = URI.create("/");

  private static final long NONE = Long.MAX_VALUE;
  private static final long STRUCK = Long.MIN_VALUE;

  private final SocketChannel channel;
  private final Contexts contexts;
  private final VirtualThreadServers.Limits limits;
  private final BooleanSupplier stopping;
  private final Input input;
  private final Output output;
  private final InetSocketAddress remote;
  private final InetSocketAddress local;
  private final AtomicLong deadline = new AtomicLong(NONE);
  private String lastTarget = ROOT.toString();
  private URI lastUri = ROOT;
  private volatile @Nullable Exchange current;

  /**
   * A connection that was accepted just now; {@code stopping} says that no request is to follow.
   */
  Connection(
      SocketChannel channel,
      Contexts contexts,
      VirtualThreadServers.Limits limits,
      BooleanSupplier stopping)
      throws IOException {
    this.channel = channel;
    this.contexts = contexts;
    this.limits = limits;
    this.stopping = stopping;
    this.input = new Input(channel);
    this.output = new Output(channel);
    this.remote = (InetSocketAddress) channel.getRemoteAddress();
    this.local = (InetSocketAddress) channel.getLocalAddress();
  }

  Input input() {
    return input;
  }

  Output output() {
    return output;
  }

  InetSocketAddress remote() {
    return remote;
  }

  InetSocketAddress local() {
    return local;
  }

  /** Whether an exchange is going on. */
  boolean isBusy() {
    return current != null;
  }

  /** Whether no request is to follow the one that is being served. */
  boolean isLast() {
    return stopping.getAsBoolean();
  }

  /** Serves request after request until one side ends the connection. */
  void serve() {
    try {
      boolean more = true;
      while (more) {
        more = serveNext();
      }
    } catch (IOException e) {
      LOG.log(DEBUG, "connection ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.log(WARNING, "a handler failed; its connection is closed", e);
    } finally {
      close();
    }
  }

  private boolean serveNext() throws IOException, InterruptedException {
    input.rest();
    output.rest();
    arm(limits.idleNanos());
    if (isLast() || (input.buffered() == 0 && !input.fill())) {
      return false;
    }
    arm(limits.headNanos());
    RequestHead head;
    URI uri;
    try {
      head = HeadReader.read(input);
      uri = uri(head.target());
    } catch (BadRequestException e) {
      LOG.log(DEBUG, "refused", e);
      refuse(e.status(), true);
      return false;
    }
    return disarm() && serve(head, uri);
  }

  /** Requests of one connection often have the same target. */
  private URI uri(String target) throws BadRequestException {
    if (!target.equals(lastTarget)) {
      try {
        lastUri = new URI(target);
        lastTarget = target;
      } catch (URISyntaxException e) {
        throw new BadRequestException(400, "the target is no URI");
      }
    }
    return lastUri;
  }

  private boolean serve(RequestHead head, URI uri) throws IOException, InterruptedException {
    Context context = contexts.find(uri.getPath());
    if (context == null) {
      refuse(404, !head.method().equals("HEAD"));
      return false;
    }
    Exchange exchange = new Exchange(this, context, head, uri);
    current = exchange;
    try {
      context.handle(exchange);
      exchange.await();
      arm(LINGER);
      boolean followed = exchange.isFollowed();
      if (!followed && exchange.leavesContent()) {
        linger();
      }
      return followed;
    } finally {
      current = null;
    }
  }

  /** Answers what is no request, and ends the connection so that the client sees the answer. */
  private void refuse(int status, boolean withText) throws IOException {
    arm(LINGER);
    String text = ResponseHead.reason(status) + "\n";
    Headers fields = new Headers();
    fields.set("Connection", "close");
    fields.set("Content-Type", "text/plain; charset=utf-8");
    fields.set("Content-Length", Integer.toString(text.length()));
    ResponseHead.write(output, status, fields);
    if (withText) {
      output.add(text.getBytes(StandardCharsets.US_ASCII));
    }
    output.flush();
    linger();
  }

  /**
   * Lets the client read its answer to the end: a connection that is closed while bytes wait in it
   * is reset (RFC 9112, 9.6).
   */
  private void linger() throws IOException {
    channel.shutdownOutput();
    ByteBuffer rest = ByteBuffer.allocate(8 * 1024);
    for (int count = 0, all = 0; count >= 0 && all < MOST_OF_A_REST; all += count) {
      count = channel.read(rest.clear());
    }
  }

  /** From now on there are {@code nanos} until the connection is closed. */
  private void arm(long nanos) {
    long before = deadline.getAndSet(System.nanoTime() - Watch.START + nanos);
    if (before == STRUCK) {
      deadline.set(STRUCK);
    }
  }

  /** There is no hurry any more; false if it is too late. */
  private boolean disarm() {
    return deadline.getAndSet(NONE) != STRUCK;
  }

  /** Closes the connection if it is past its deadline at {@code now}, on the watch's clock. */
  void closeIfOverdue(long now) {
    long due = deadline.get();
    if (due != STRUCK && due <= now && deadline.compareAndSet(due, STRUCK)) {
      close();
    }
  }

  /** Ends the connection, whatever goes on; who waits for it gets an IOException. */
  void close() {
    Exchange exchange = current;
    if (exchange != null) {
      exchange.abandon();
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(DEBUG, "closing failed; the connection is gone in any case", e);
    }
  }
}
