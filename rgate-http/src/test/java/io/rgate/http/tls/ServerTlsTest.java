package io.rgate.http.tls;

import static io.rgate.http.tls.TestTls.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.transport.FrontProvider.TlsSettings;
import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.MessageFormat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change, and certificates that expire. */
class ServerTlsTest {
  private static final Duration PAUSE = Duration.ofMillis(20);

  @TempDir Path folder;

  private final Told told = new Told();

  /** The lines of the log. */
  private static final class Told implements System.Logger {
    final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Override
    public String getName() {
      return "told";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      lines.add(message + thrown);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parts) {
      lines.add(MessageFormat.format(format, parts));
    }

    String next() throws InterruptedException {
      String line = lines.poll(10, TimeUnit.SECONDS);
      return line == null ? "nothing was told" : line;
    }
  }

  private void put(String name, String as) throws IOException {
    Files.copy(file(name), folder.resolve(as), StandardCopyOption.REPLACE_EXISTING);
  }

  private TlsSettings inFolder() {
    return TlsSettings.of(
        CertificateFiles.pem(folder.resolve("cert.pem"), folder.resolve("cert.key")));
  }

  private ServerTls open(TlsSettings settings) {
    return ServerTls.open(settings, true, PAUSE, Clock.systemUTC(), told);
  }

  private static List<String> names(ServerTls tls) {
    return tls.terms().identities().getFirst().names();
  }

  @Test
  void changedFilesAreReadAgain() throws Exception {
    put("site.pem", "cert.pem");
    put("site.key", "cert.key");
    try (ServerTls tls = open(inFolder())) {
      assertThat(names(tls)).containsExactly("localhost", "site.test");
      put("rsa.pem", "cert.pem");
      put("rsa.key", "cert.key");
      String line = told.next();
      while (line.startsWith("changed certificates are not used")) {
        line = told.next(); // the machine was slow between the two files
      }
      assertThat(line)
          .startsWith(
              "certificates were read again: "
                  + folder.resolve("cert.pem")
                  + " for rsa.test, site.test, until ");
      assertThat(names(tls)).containsExactly("rsa.test", "site.test");
    }
  }

  @Test
  void aBrokenFileLeavesTheOldOneInForceUntilItIsMended() throws Exception {
    put("site.pem", "cert.pem");
    put("site.key", "cert.key");
    try (ServerTls tls = open(inFolder())) {
      Files.writeString(folder.resolve("cert.pem"), "broken");
      assertThat(told.next())
          .isEqualTo(
              "changed certificates are not used, the old ones stay in force:"
                  + " tls.certificates[0].cert: "
                  + folder.resolve("cert.pem")
                  + " is no PEM file: it has no whole block from -----BEGIN to -----END");
      assertThat(names(tls)).containsExactly("localhost", "site.test");
      Files.delete(folder.resolve("cert.pem"));
      assertThat(told.next()).contains("there is no file " + folder.resolve("cert.pem"));
      put("site.pem", "cert.pem");
      assertThat(told.next()).startsWith("certificates were read again: ");
      assertThat(told.lines).isEmpty();
    }
  }

  @Test
  void aLinkToAnotherFolderIsAChange() throws Exception {
    for (String name : List.of("site", "rsa")) {
      Files.createDirectory(folder.resolve(name));
      put(name + ".pem", name + "/cert.pem");
      put(name + ".key", name + "/cert.key");
    }
    Path link = Files.createSymbolicLink(folder.resolve("now"), folder.resolve("site"));
    TlsSettings settings =
        TlsSettings.of(CertificateFiles.pem(link.resolve("cert.pem"), link.resolve("cert.key")));
    try (ServerTls tls = open(settings)) {
      Path next = Files.createSymbolicLink(folder.resolve("next"), folder.resolve("rsa"));
      Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
      assertThat(told.next()).startsWith("certificates were read again: ");
      assertThat(names(tls)).containsExactly("rsa.test", "site.test");
    }
  }

  @Test
  void aCertificateThatExpiresIsToldThreeTimesAndWhenItHas() {
    List<Identity> identities =
        Terms.read(TestTls.site(), List.of(), new io.rgate.http.tls.Files()).identities();
    Instant end = identities.getFirst().chain().getFirst().getNotAfter().toInstant();
    Moving clock = new Moving(end.minus(Duration.ofDays(40)));
    Expiry expiry = new Expiry(clock, told);
    for (int day = 40; day >= -2; day--) {
      clock.now = end.minus(Duration.ofDays(day));
      expiry.check(identities);
    }
    String name = Expiry.told(identities.getFirst());
    assertThat(told.lines)
        .containsExactly(
            "a certificate expires in 30 days: " + name,
            "a certificate expires in 7 days: " + name,
            "a certificate expires in 1 days: " + name,
            "a certificate has expired, clients refuse it: " + name);
  }

  @Test
  void anExpiredCertificateIsToldAtTheStart() throws Exception {
    Instant later = Instant.parse("2200-01-01T00:00:00Z");
    try (ServerTls tls =
        ServerTls.open(TestTls.site(), true, PAUSE, Clock.fixed(later, ZoneOffset.UTC), told)) {
      assertThat(told.next()).startsWith("a certificate has expired, clients refuse it: ");
      assertThat(names(tls)).contains("site.test");
    }
  }

  /** A clock that is set. */
  private static final class Moving extends Clock {
    Instant now;

    Moving(Instant now) {
      this.now = now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
