package io.rgate.http.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks up the addresses of a host within a time limit. */
final class Resolver {
  private Resolver() {}

  /**
   * The addresses of {@code host}.
   *
   * @throws SocketTimeoutException if there is no answer within {@code nanos}
   */
  static InetAddress[] addresses(String host, long nanos) throws IOException {
    if (isLiteral(host)) {
      return InetAddress.getAllByName(host);
    }
    CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
    // Not a virtual thread: the operating system's lookup would block its carrier thread.
    Thread.ofPlatform().daemon().name("rgate-lookup").start(() -> lookUp(host, answer));
    try {
      return answer.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      SocketTimeoutException late =
          new SocketTimeoutException(
              "no address of " + host + " within " + Duration.ofNanos(nanos).toMillis() + " ms");
      late.initCause(e);
      throw late;
    } catch (ExecutionException e) {
      UnknownHostException unknown = new UnknownHostException("no address of " + host);
      unknown.initCause(e.getCause());
      throw unknown;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void lookUp(String host, CompletableFuture<InetAddress[]> answer) {
    try {
      answer.complete(InetAddress.getAllByName(host));
    } catch (IOException | RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  /** Whether the host is an address literal, so that no name server is asked. */
  private static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }
}
