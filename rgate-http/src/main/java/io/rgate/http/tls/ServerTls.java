package io.rgate.http.tls;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.rgate.api.InvalidConfigException;
import io.rgate.http.loop.SocketTransport;
import io.rgate.transport.Front.Certificates;
import io.rgate.transport.FrontProvider.TlsSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The TLS of one front. Its files are looked at every few seconds, and read again when they have
 * changed. For any number of threads.
 */
public final class ServerTls implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ServerTls.class.getName());

  /** The time between two looks at the files. */
  public static final Duration PAUSE = Duration.ofSeconds(5);

  /** {@code http/1.0} is what curl offers if it is to speak that version. */
  private static final List<String> HTTP1 = List.of("http/1.1", "http/1.0");

  private static final List<String> ALL = List.of("h2", "http/1.1", "http/1.0");

  /** What an ACME server offers that wants to see a {@link Certificates#challenge} (RFC 8737). */
  public static final String CHALLENGE = "acme-tls/1";

  private final TlsSettings settings;
  private final List<String> protocols;
  private final Buffers buffers = new Buffers();
  private final Expiry expiry;
  private final System.Logger log;
  private final Thread watch;
  private final Semaphore changes = new Semaphore(0);
  private volatile Terms terms;
  private Files files;

  private ServerTls(
      TlsSettings settings, boolean http2, Duration pause, Clock clock, System.Logger log) {
    this.settings = settings;
    this.protocols = protocols(http2, !settings.source().equals(Certificates.NONE));
    settings.source().onChange(changes::release);
    this.files = new Files();
    this.terms = Terms.read(settings, protocols, files);
    this.expiry = new Expiry(clock, log);
    this.log = log;
    this.watch = Thread.ofVirtual().name("rgate-certificates").unstarted(() -> watch(pause));
  }

  /**
   * Reads the files of {@code settings}, and begins to watch them, with {@code pause} between two
   * looks.
   *
   * @param http2 whether clients may choose HTTP/2
   * @throws InvalidConfigException with a key from {@code tls} on, if one cannot be used
   */
  public static ServerTls open(TlsSettings settings, boolean http2, Duration pause) {
    return open(settings, http2, pause, Clock.systemUTC(), LOG);
  }

  /** The same by another clock, and with another log. */
  static ServerTls open(
      TlsSettings settings, boolean http2, Duration pause, Clock clock, System.Logger log) {
    ServerTls made = new ServerTls(settings, http2, pause, clock, log);
    made.checkExpiry();
    made.watch.start();
    return made;
  }

  private static List<String> protocols(boolean http2, boolean challenges) {
    List<String> some = http2 ? ALL : HTTP1;
    return challenges ? Stream.concat(some.stream(), Stream.of(CHALLENGE)).toList() : some;
  }

  /** What is in force. */
  Terms terms() {
    return terms;
  }

  /** A connection that was accepted, not secured yet. */
  public TlsTransport over(SocketTransport accepted) {
    return new TlsTransport(accepted, terms.engine(), buffers);
  }

  private void watch(Duration pause) {
    boolean changed = false;
    while (true) {
      boolean told;
      try {
        told = changes.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        return; // closed
      }
      try {
        changed = told ? loadNow() : look(changed);
      } catch (RuntimeException e) {
        log.log(WARNING, "the certificates could not be looked at", e);
      }
      checkExpiry();
    }
  }

  /** A source looks after the end of its certificates by itself. */
  private void checkExpiry() {
    List<Identity> all = terms.identities();
    expiry.check(all.subList(0, Math.min(all.size(), settings.certificates().size())));
  }

  /** A source has said that there is something new, and that it is whole. */
  private boolean loadNow() {
    changes.drainPermits();
    load();
    return false;
  }

  /**
   * Reads the files again if they have changed and are left alone since the last look, because a
   * certificate and its key are not written in the same moment.
   *
   * @param changed whether they had changed at the last look
   * @return whether they have changed and are not read yet
   */
  private boolean look(boolean changed) {
    if (files.areTheSame()) {
      if (changed) {
        load();
      }
      return false;
    }
    files.remember();
    return true;
  }

  private void load() {
    Files now = new Files();
    try {
      Terms read = Terms.read(settings, protocols, now);
      terms = read;
      log.log(INFO, "certificates were read again: {0}", told(read.identities()));
    } catch (InvalidConfigException e) {
      log.log(
          WARNING,
          "changed certificates are not used, the old ones stay in force: {0}",
          e.getMessage());
    }
    files = now.andThoseOf(files);
  }

  private static String told(List<Identity> identities) {
    return identities.stream().map(Expiry::told).collect(Collectors.joining("; "));
  }

  /** Ends the watch. */
  @Override
  public void close() {
    watch.interrupt();
  }
}
