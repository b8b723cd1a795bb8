package io.rgate.discovery.docker.watch;

import io.rgate.discovery.docker.engine.Engine;
import io.rgate.discovery.docker.engine.EngineEvent;
import io.rgate.discovery.docker.engine.Signals;
import io.rgate.discovery.docker.place.Placement;
import io.rgate.discovery.docker.place.Placer;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Follows one engine until its thread is interrupted: subscribes to events, lists all containers,
 * and lists again the containers that events name. After a failure it starts again.
 */
public final class EngineWatch implements Runnable {
  /** So many ids fit into a path. */
  private static final int FEW = 32;

  private final Engine.Connector connector;
  private final Function<Engine, Placer> placers;
  private final Reports reports;
  private final Timing timing;
  private final Backoff backoff;
  private final Fleet fleet = new Fleet(System::nanoTime);

  /** Decides about the containers with a placer that {@code placers} makes for each connection. */
  public EngineWatch(
      Engine.Connector connector,
      Function<Engine, Placer> placers,
      Reports reports,
      Timing timing) {
    this.connector = connector;
    this.placers = placers;
    this.reports = reports;
    this.timing = timing;
    this.backoff = timing.backoff();
  }

  /** Receives the results of a watch. */
  public interface Reports {
    /** Receives all containers of the engine; they replace those before. */
    void onPlacements(List<Placement> placements);

    /** Receives the reason why a session with the engine has ended, or could not begin. */
    void onFailure(Exception failure);
  }

  @Override
  public void run() {
    try {
      while (true) {
        follow();
        timing.delay().sleep(backoff.next());
      }
    } catch (InterruptedException e) {
      // An interrupt is the request to end.
      Thread.currentThread().interrupt();
    }
  }

  /** Runs one session; returns when it has failed. */
  private void follow() throws InterruptedException {
    try (Engine engine = connector.connect()) {
      follow(engine);
    } catch (IOException | RuntimeException e) {
      reports.onFailure(e);
    }
  }

  private void follow(Engine engine) throws IOException, InterruptedException {
    fleet.begin(placers.apply(engine));
    Inbox inbox = new Inbox();
    // Events first, so that changes during the list are in the inbox.
    Engine.Subscription events = engine.subscribe(inbox);
    Ticker ticker = new Ticker(timing, inbox::resync);
    SecondLook soon = new SecondLook(inbox, timing.delay(), SecondLook.SOON);
    SecondLook later = new SecondLook(inbox, timing.delay(), SecondLook.LATER);
    try (events;
        ticker;
        soon;
        later) {
      listAll(engine);
      while (true) {
        Inbox.Batch batch = inbox.take();
        if (batch.resync()) {
          // Not earlier: a stream that breaks at once, each time, must not cost a list each time.
          backoff.reset();
        }
        Set<String> told = containers(batch.events());
        // The time counts from the event, because the answer to the first list may take long.
        soon.at(told);
        later.at(told);
        handle(engine, batch, told);
      }
    }
  }

  private static Set<String> containers(List<EngineEvent> events) {
    Set<String> containers = new LinkedHashSet<>();
    events.forEach(event -> containers.add(event.container()));
    return containers;
  }

  /**
   * Lists the containers that have changed: those in {@code told} by an event, and those to be
   * listed again.
   */
  private void handle(Engine engine, Inbox.Batch batch, Set<String> told)
      throws IOException, InterruptedException {
    boolean leaves = false;
    for (EngineEvent event : batch.events()) {
      leaves |= note(engine, event);
    }
    if (leaves) {
      // At once, because a list would take time and still report the container as running.
      report();
    }
    Set<String> ids = new LinkedHashSet<>(told);
    ids.addAll(batch.again());
    if (batch.resync() || ids.contains("") || ids.size() > Math.max(FEW, fleet.size() / 10)) {
      listAll(engine);
    } else {
      list(engine, List.copyOf(ids));
    }
  }

  /**
   * Lists in parts, so that the cost depends on how many containers have changed and not on how
   * many exist.
   */
  private void list(Engine engine, List<String> ids) throws IOException, InterruptedException {
    for (int from = 0; from < ids.size(); from += FEW) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + FEW));
      fleet.update(some, engine.list(some));
    }
    report();
  }

  /**
   * Reads from an event what no list reports yet: that a container was told to stop, or has ended.
   * An engine cleans up first, which takes a while, and only then changes its lists.
   */
  private boolean note(Engine engine, EngineEvent event) throws IOException, InterruptedException {
    if (event.isEnd() || (event.isKill() && isStop(engine, event))) {
      fleet.stopping(event.container());
      return true;
    }
    if (event.isStart()) {
      fleet.notStopping(event.container());
    }
    return false;
  }

  /**
   * TERM and KILL stop every container. Another signal, such as HUP, stops a container only if it
   * is the container's own stop signal.
   */
  private static boolean isStop(Engine engine, EngineEvent event)
      throws IOException, InterruptedException {
    int signal = Signals.number(event.signal());
    return signal == Signals.TERM
        || signal == Signals.KILL
        || (signal != 0 && engine.stopSignal(event.container()) == signal);
  }

  private void listAll(Engine engine) throws IOException, InterruptedException {
    fleet.replace(engine.list());
    report();
  }

  private void report() {
    reports.onPlacements(fleet.placements());
  }
}
