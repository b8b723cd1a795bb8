package io.rgate.acme;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.rgate.acme.AcmeCertificates.Challenge;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the folder every few seconds, and asks the server when a certificate is missing or old.
 * One thread does that.
 */
final class Renewal {
  private static final System.Logger LOG = System.getLogger(AcmeCertificates.class.getName());

  /** Less than a gateway gives a plug-in. */
  private static final Duration LAST_STEP = Duration.ofSeconds(3);

  private final Order order;
  private final Folder folder;
  private final Supplier<AcmeServer> servers;
  private final Pace pace;
  private final Clock clock;
  private final List<Site> sites;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Thread thread;

  /**
   * Looks at the folder once.
   *
   * @param servers begins a conversation with the server
   */
  Renewal(Order order, Folder folder, Supplier<AcmeServer> servers, Pace pace, Clock clock) {
    this.order = order;
    this.folder = folder;
    this.servers = servers;
    this.pace = pace;
    this.clock = clock;
    this.sites =
        order.domains().stream()
            .map(host -> new Site(host, folder, () -> ThreadLocalRandom.current().nextDouble()))
            .toList();
    this.thread = Thread.ofVirtual().name("rgate-acme").unstarted(this::run);
  }

  List<CertificateFiles> files() {
    return sites.stream().map(Site::files).filter(Objects::nonNull).toList();
  }

  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  void start() {
    thread.start();
  }

  /** Ends the thread, which then has nothing more to do with the folder. */
  void close() {
    thread.interrupt();
    try {
      if (thread.getState() != Thread.State.NEW) {
        thread.join(LAST_STEP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        try {
          round();
        } catch (RuntimeException e) {
          LOG.log(WARNING, "an internal failure; certificates are looked at again", e);
        }
        Thread.sleep(pace.look());
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private void round() throws InterruptedException {
    sites.forEach(this::look);
    Instant now = clock.instant();
    List<Site> due = sites.stream().filter(site -> site.isDue(now)).toList();
    if (due.isEmpty()) {
      return;
    }
    try (Folder.Lock lock = folder.lock()) {
      if (lock != null) { // else another gateway is at it
        renew(due);
      }
    } catch (IOException e) {
      stopIfClosed(e);
      due.forEach(site -> failed(site, Folder.why(e), true, null));
    }
  }

  private void look(Site site) {
    if (site.look()) {
      listeners.forEach(Runnable::run);
    }
  }

  private void renew(List<Site> due) throws InterruptedException {
    try (AcmeServer server = servers.get()) {
      RefusedException away = null;
      for (Site site : due) {
        look(site); // another gateway may have had its turn before
        if (away != null) {
          failed(site, away);
        } else if (site.isDue(clock.instant())) {
          away = renew(site, server);
        }
      }
    }
  }

  /** Asks for one; returns the failure if the server is away, so that no other one is asked for. */
  private @Nullable RefusedException renew(Site site, AcmeServer server)
      throws InterruptedException {
    try {
      site.renew(server.issue(site.host(), challenge(site)));
      listeners.forEach(Runnable::run);
      Held held = site.held();
      LOG.log(
          INFO,
          "the certificate for {0} was issued, until {1}",
          site.host(),
          held == null ? "now" : held.end());
    } catch (RefusedException e) {
      stopIfClosed(e);
      failed(site, e);
      return e.isAway() ? e : null;
    } catch (IOException e) {
      stopIfClosed(e);
      failed(site, Folder.why(e), true, null);
    } catch (RuntimeException e) {
      stopIfClosed(e);
      LOG.log(WARNING, "an internal failure while a certificate was asked for", e);
      failed(site, String.valueOf(e), false, null);
    }
    return null;
  }

  private static void stopIfClosed(Throwable e) throws InterruptedException {
    if (Thread.currentThread().isInterrupted() || isInterrupt(e)) {
      throw new InterruptedException();
    }
  }

  private static boolean isInterrupt(Throwable e) {
    Throwable cause = e;
    while (cause != null && !(cause instanceof InterruptedException)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  /** One after the other, because each failure counts at the server. */
  private Challenge challenge(Site site) {
    if (order.challenge() != Challenge.AUTO) {
      return order.challenge();
    }
    return site.failures() % 2 == 0 ? Challenge.TLS_ALPN_01 : Challenge.HTTP_01;
  }

  private void failed(Site site, RefusedException e) {
    failed(site, String.valueOf(e.getMessage()), e.isAway(), e.notBefore());
  }

  private void failed(Site site, String reason, boolean local, @Nullable Instant notBefore) {
    int failures = site.failures() + 1;
    Instant next = clock.instant().plus(pace.after(failures, local));
    if (notBefore != null && notBefore.isAfter(next)) {
      next = notBefore;
    }
    Path noted = site.failed(new Retry(failures, next), local ? null : reason);
    Held held = site.held();
    String state =
        held == null
            ? "there is no certificate for {0} yet: {1}; it is tried again at {2}{3}"
            : "the certificate for {0} could not be renewed, the old one is in force until {4}: {1};"
                + " it is tried again at {2}{3}";
    LOG.log(
        WARNING,
        state,
        site.host(),
        reason,
        next.truncatedTo(ChronoUnit.SECONDS),
        noted == null ? "" : ", or as soon as " + noted + " is deleted",
        held == null ? "" : held.end());
  }
}
