package io.rgate.acme;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** A host, its certificate as the folder has it, and its failures. One thread looks. */
final class Site {
  private static final System.Logger LOG = System.getLogger(AcmeCertificates.class.getName());

  private final String host;
  private final Folder folder;
  private final Path file;
  private final DoubleSupplier random;
  private Held.@Nullable Look seen;
  private Instant renewal = Instant.MIN;
  private Retry retry = Retry.NONE;
  private @Nullable Held held;
  private volatile boolean known;

  /**
   * Looks for the first time.
   *
   * @param random draws from 0 to 1
   */
  Site(String host, Folder folder, DoubleSupplier random) {
    this.host = host;
    this.folder = folder;
    this.file = folder.certificate(host);
    this.random = random;
    look();
  }

  String host() {
    return host;
  }

  /** The certificate in the folder; null if there is none that can be used. */
  @Nullable Held held() {
    return held;
  }

  /**
   * Where it is, or has been, for any thread; null if there was none. A front keeps what it has
   * while a file is missing or broken.
   */
  @Nullable CertificateFiles files() {
    return known ? CertificateFiles.pem(file, file) : null;
  }

  /** Reads the certificate if it has changed; whether there is a new one. */
  boolean look() {
    Held.Look now = Held.Look.at(file);
    if (Objects.equals(now, seen)) {
      return false;
    }
    seen = now;
    try {
      Held read = Held.read(file, host);
      renewal = Pace.renewal(read.begin(), read.end(), random.getAsDouble());
      held = read;
      retry = Retry.NONE;
      known = true;
      return true;
    } catch (NoSuchFileException e) {
      LOG.log(DEBUG, "there is no {0}", file);
    } catch (IOException e) {
      LOG.log(WARNING, "{0} is not used: {1}", file, e.getMessage());
    }
    held = null;
    return false;
  }

  /** Whether it is time to ask for a certificate. */
  boolean isDue(Instant now) {
    Held mine = held;
    return (mine == null || !now.isBefore(renewal)) && !now.isBefore(retry.or(shared()).next());
  }

  /** Failures one after another, also of gateways that share the folder. */
  int failures() {
    return retry.or(shared()).failures();
  }

  private @Nullable Retry shared() {
    Path noted = folder.retry(host);
    try {
      return Files.exists(noted) ? Retry.parse(Files.readString(noted)) : null;
    } catch (IOException e) {
      LOG.log(DEBUG, "a note cannot be read", e);
      return null;
    }
  }

  /** Puts {@code pem}, a new certificate with its key, into the folder. */
  void renew(String pem) throws IOException {
    folder.write(file, pem);
    Files.deleteIfExists(folder.retry(host));
    look();
  }

  /**
   * Waits until {@code next}.
   *
   * @param reason if all gateways that share the folder shall wait, else null
   * @return the file that makes them wait; null if there is none
   */
  @Nullable Path failed(Retry next, @Nullable String reason) {
    retry = next;
    if (reason == null) {
      return null;
    }
    Path noted = folder.retry(host);
    try {
      folder.write(noted, next.text(reason));
      retry = Retry.NONE; // so that it is enough to delete the file
      return noted;
    } catch (IOException e) {
      LOG.log(WARNING, "{0} cannot be written: {1}", noted, Folder.why(e));
      return null;
    }
  }
}
