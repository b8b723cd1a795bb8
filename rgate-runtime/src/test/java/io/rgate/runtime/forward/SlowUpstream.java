package io.rgate.runtime.forward;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Attempt.Stage;
import io.rgate.api.Body;
import io.rgate.api.Endpoint;
import io.rgate.api.Fields;
import io.rgate.api.Request;
import io.rgate.transport.Upstream;
import io.rgate.transport.UpstreamException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes connections as it is told; what is sent on them is answered at once. */
final class SlowUpstream implements Upstream {
  final Map<String, CountDownLatch> hanging = new ConcurrentHashMap<>();
  final Set<String> refusing = ConcurrentHashMap.newKeySet();
  final Set<String> idle = ConcurrentHashMap.newKeySet();
  final Queue<String> dialled = new ConcurrentLinkedQueue<>();
  final Queue<String> kept = new ConcurrentLinkedQueue<>();
  final Queue<String> sent = new ConcurrentLinkedQueue<>();

  @Override
  public OriginAnswer send(Endpoint endpoint, Request request, SendOptions options)
      throws UpstreamException {
    if (!idle.contains(endpoint.id())) {
      connect(endpoint, options.timeouts().connect());
    }
    return answer(endpoint);
  }

  private OriginAnswer answer(Endpoint endpoint) {
    sent.add(endpoint.id());
    return new OriginAnswer(200, Fields.EMPTY, Body.EMPTY);
  }

  @Override
  public boolean hasConnection(Endpoint endpoint) {
    return idle.contains(endpoint.id());
  }

  @Override
  public Connected connect(Endpoint endpoint, Duration atMost) throws UpstreamException {
    dialled.add(endpoint.id());
    try {
      CountDownLatch hangs = hanging.get(endpoint.id());
      if (hangs != null && !hangs.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new UpstreamException(Stage.CONNECT, Failure.TIMEOUT, "too late", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UpstreamException(Stage.CONNECT, Failure.UNREACHABLE, "interrupted", e);
    }
    if (refusing.contains(endpoint.id())) {
      throw new UpstreamException(Stage.CONNECT, Failure.UNREACHABLE, "refused", null);
    }
    return new Connected() {
      @Override
      public OriginAnswer send(Request request, SendOptions options) {
        return answer(endpoint);
      }

      @Override
      public void keep() {
        kept.add(endpoint.id());
      }
    };
  }

  @Override
  public void close() {}
}
