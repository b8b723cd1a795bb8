package io.rgate.http.tls;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.rgate.api.InvalidConfigException;
import io.rgate.http.loop.SocketTransport;
import io.rgate.transport.FrontProvider.TlsSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

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

  private final TlsSettings settings;
  private final List<String> protocols;
  private final Buffers buffers = new Buffers();
  private final Expiry expiry;
  private final System.Logger log;
  private final Thread watch;
  private volatile Terms terms;
  private Files files;

  private ServerTls(
      TlsSettings settings, boolean http2, Duration pause, Clock clock, System.Logger log) {
    this.settings = settings;
    this.protocols = http2 ? ALL : HTTP1;
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
    made.expiry.check(made.terms.identities());
    made.watch.start();
    return made;
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
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return; // closed
      }
      try {
        changed = look(changed);
      } catch (RuntimeException e) {
        log.log(WARNING, "the certificates could not be looked at", e);
      }
      expiry.check(terms.identities());
    }
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
