package io.rgate.discovery.docker.watch;

import io.rgate.discovery.docker.engine.Container;
import io.rgate.discovery.docker.engine.Engine;
import io.rgate.discovery.docker.engine.EngineEvent;
import io.rgate.discovery.docker.engine.Signals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An engine of the test's making, and a record of what it was asked. */
final class FakeEngine implements Engine.Connector {
  private final Map<String, Container> containers = new LinkedHashMap<>();
  private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
  private IOException away;
  private Engine.Listener inbox = new Inbox();

  /** Whatever the state of the container was. */
  synchronized void put(Container container) {
    containers.put(container.id(), container);
  }

  synchronized void remove(String id) {
    containers.remove(id);
  }

  /** No connection, until it is back. */
  synchronized void goAway() {
    away = new IOException("away");
  }

  synchronized void comeBack() {
    away = null;
  }

  synchronized void tell(String id, String action, String signal) {
    inbox.onEvent(new EngineEvent(id, action, signal));
  }

  void tell(String id, String action) {
    tell(id, action, "");
  }

  synchronized void breakStream(String why) {
    inbox.onEnd(new IOException(why));
  }

  /** The next thing that it was asked. */
  String nextCall() throws InterruptedException {
    String call = calls.poll(10, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("the engine is not asked");
    }
    return call;
  }

  /** All that it was asked since the last call of this method or of {@link #nextCall}. */
  List<String> calls() {
    List<String> drained = new ArrayList<>();
    calls.drainTo(drained);
    return drained;
  }

  @Override
  public synchronized Engine connect() throws IOException {
    calls.add("connect");
    if (away != null) {
      throw away;
    }
    return new Connection();
  }

  private synchronized void heard(Engine.Listener subscriber) {
    inbox = subscriber;
  }

  private synchronized List<Container> all() {
    return List.copyOf(containers.values());
  }

  private final class Connection implements Engine {
    @Override
    public Subscription subscribe(Listener subscriber) {
      calls.add("subscribe");
      heard(subscriber);
      return () -> calls.add("unsubscribe");
    }

    @Override
    public List<Container> list() {
      calls.add("list");
      return all();
    }

    @Override
    public List<Container> list(Collection<String> ids) {
      calls.add("list " + String.join(" ", ids));
      return all().stream().filter(container -> Set.copyOf(ids).contains(container.id())).toList();
    }

    @Override
    public int stopSignal(String id) {
      calls.add("inspect " + id);
      return Signals.number("SIGQUIT");
    }

    @Override
    public boolean isRootless() {
      return false;
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }
}
