package io.rgate.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.after;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.rgate.acme.AcmeCertificates.Challenge;
import io.rgate.acme.AcmeCertificates.KeyType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked for when, without a server. */
class RenewalTest {
  private static final int LONG = 60_000;
  private static final Pace PACE =
      new Pace(
          Duration.ofMillis(10),
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofMinutes(1),
          Duration.ofHours(1),
          Duration.ofMinutes(1));

  @TempDir private Path root;
  private final AcmeServer server = mock(AcmeServer.class);
  private final MovedClock clock = new MovedClock();
  private Renewal renewal;
  private Folder folder;

  private void start(String... hosts) {
    Order order =
        new Order(
            URI.create("https://ca.test/dir"),
            null,
            List.of(hosts),
            root,
            Challenge.AUTO,
            KeyType.P256,
            null,
            null);
    folder = Folder.open(order);
    renewal = new Renewal(order, folder, () -> server, PACE, clock);
    renewal.start();
  }

  @AfterEach
  void close() {
    renewal.close();
  }

  private Retry awaitNote(String host, int failures) throws Exception {
    long deadline = System.nanoTime() + Duration.ofMillis(LONG).toNanos();
    while (System.nanoTime() < deadline) {
      try {
        Retry noted = Retry.parse(Files.readString(folder.retry(host)));
        if (noted != null && noted.failures() == failures) {
          return noted;
        }
      } catch (IOException e) {
        // not yet
      }
      Thread.sleep(10);
    }
    throw new AssertionError("not noted in a minute");
  }

  @Test
  void theTimeThatTheServerNamesIsKept() throws Exception {
    Instant named = Instant.now().plus(Duration.ofDays(2));
    when(server.issue(any(), any()))
        .thenThrow(RefusedException.until("too many", new IOException(), named));
    start("a.test");
    assertThat(awaitNote("a.test", 1).next()).isEqualTo(named);
    assertThat(folder.retry("a.test")).content().contains("too many");
    verify(server, after(100)).issue(any(), any()); // once
  }

  @Test
  void challengesTakeTurnsAndWaitsGrow() throws Exception {
    when(server.issue(any(), any())).thenThrow(RefusedException.by("no", null));
    start("a.test");
    Retry first = awaitNote("a.test", 1);
    verify(server).issue("a.test", Challenge.TLS_ALPN_01);
    verify(server, never()).issue("a.test", Challenge.HTTP_01);
    clock.moveTo(first.next());
    Retry second = awaitNote("a.test", 2);
    verify(server).issue("a.test", Challenge.HTTP_01);
    assertThat(Duration.between(first.next(), second.next()))
        .isGreaterThanOrEqualTo(PACE.refused().multipliedBy(2));
  }

  @Test
  void aHostThatIsRefusedKeepsNoOtherOneFromBeingAskedFor() throws Exception {
    when(server.issue(any(), any())).thenThrow(RefusedException.by("no", null));
    start("a.test", "b.test");
    verify(server, timeout(LONG)).issue(eq("a.test"), any());
    verify(server, timeout(LONG)).issue(eq("b.test"), any());
  }

  @Test
  void ofAServerThatIsAwayNoSecondHostIsAskedFor() throws Exception {
    when(server.issue(any(), any()))
        .thenThrow(RefusedException.away("gone", new IOException("gone")));
    start("a.test", "b.test");
    verify(server, timeout(LONG)).issue(eq("a.test"), any());
    verify(server, timeout(LONG)).close();
    verify(server, after(100).never()).issue(eq("b.test"), any());
    assertThat(folder.retry("a.test")).doesNotExist();
  }

  @Test
  void whatAnotherGatewayPutsIntoTheFolderIsTakenAndTold() throws Exception {
    when(server.issue(any(), any()))
        .thenThrow(RefusedException.away("gone", new IOException("gone")));
    start("site.test");
    assertThat(renewal.files()).isEmpty();
    Runnable listener = mock(Runnable.class);
    renewal.onChange(listener);
    Path tls = Path.of("..", "rgate-http", "src", "test", "resources", "tls");
    folder.write(
        folder.certificate("site.test"),
        Files.readString(tls.resolve("site.pem")) + Files.readString(tls.resolve("site.key")));
    verify(listener, timeout(LONG)).run();
    assertThat(renewal.files())
        .extracting(files -> Objects.requireNonNull(files.cert()))
        .containsExactly(folder.certificate("site.test"));
    // A file that is taken away is kept in the list, so that a front keeps what it has.
    Files.delete(folder.certificate("site.test"));
    verify(listener, after(100)).run(); // once
    assertThat(renewal.files()).hasSize(1);
  }
}
