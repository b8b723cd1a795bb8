package io.rgate.discovery.docker;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Follows one engine for as long as it runs, on the thread that runs it: subscribes, lists, and
 * lists again what the events name; begins anew when that fails.
 */
final class EngineWatch implements Runnable {
  /** So many ids fit well into a path; for more, the list of all is asked for. */
  private static final int FEW = 32;

  private final Engine.Connector connector;
  private final Fleet fleet;
  private final Reports reports;
  private final Timing timing;
  private final Backoff backoff;

  EngineWatch(Engine.Connector connector, Fleet fleet, Reports reports, Timing timing) {
    this.connector = connector;
    this.fleet = fleet;
    this.reports = reports;
    this.timing = timing;
    this.backoff = timing.backoff();
  }

  /** Takes what a watch finds. */
  interface Reports {
    void onPlacements(List<Placement> placements);

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
      // How it is told to end.
      Thread.currentThread().interrupt();
    }
  }

  /** One session; returns when it has failed. */
  private void follow() throws InterruptedException {
    try (Engine engine = connector.connect()) {
      follow(engine);
    } catch (IOException | RuntimeException e) {
      reports.onFailure(e);
    }
  }

  private void follow(Engine engine) throws IOException, InterruptedException {
    Inbox inbox = new Inbox();
    // Events first: what happens while the list is made is then in the inbox.
    Engine.Subscription events = engine.subscribe(inbox);
    Ticker ticker = new Ticker(timing, inbox::resync);
    try (events;
        ticker) {
      listAll(engine);
      backoff.reset();
      while (true) {
        handle(engine, inbox.take());
      }
    }
  }

  private void handle(Engine engine, Inbox.Batch batch) throws IOException, InterruptedException {
    Set<String> ids = new LinkedHashSet<>();
    batch.events().forEach(event -> ids.add(event.container()));
    if (batch.resync() || ids.size() > FEW || ids.contains("")) {
      listAll(engine);
    } else {
      fleet.update(ids, engine.list(ids));
      report();
    }
  }

  private void listAll(Engine engine) throws IOException, InterruptedException {
    fleet.replace(engine.list());
    report();
  }

  private void report() {
    reports.onPlacements(fleet.placements());
  }
}
