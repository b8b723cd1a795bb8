package io.rgate.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.acme.AcmeCertificates.Challenge;
import io.rgate.acme.AcmeCertificates.KeyType;
import io.rgate.acme.Folder.Lock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the folder, and who may write there. */
class FolderTest {
  @TempDir private Path root;
  private Order order;
  private Folder folder;

  @BeforeEach
  void open() {
    order =
        new Order(
            URI.create("https://ca.test/dir"),
            null,
            List.of("a.test"),
            root,
            Challenge.AUTO,
            KeyType.P256,
            null,
            null);
    folder = Folder.open(order);
  }

  @Test
  void aFileIsReadableByItsOwnerOnlyAndReplacedAsAWhole() throws Exception {
    Path file = folder.certificate("a.test");
    folder.write(file, "one");
    folder.write(file, "two");
    assertThat(file).hasContent("two");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("a.test.pem", "challenges");
    }
  }

  @Test
  void oneAtATimeHasTheLockAndTheNextOneClearsChallengesAway() throws Exception {
    Folder same = Folder.open(order);
    Path challenge = Objects.requireNonNull(folder.http01("token"));
    try (Lock lock = folder.lock()) {
      assertThat(lock).isNotNull();
      folder.write(challenge, "answer");
      assertThat(same.lock()).isNull();
      assertThat(folder.lock()).isNull();
      assertThat(challenge).exists();
    }
    try (Lock lock = same.lock()) {
      assertThat(lock).isNotNull();
      assertThat(challenge).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../account.pem", "a/b", "a.b", "a b", "ä", "a\u0000"})
  void whatIsNoTokenHasNoFile(String token) {
    assertThat(folder.http01(token)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a..b", "../a", "a/b", "A", ".a", "a b"})
  void whatIsNoHostHasNoFile(String host) {
    assertThat(folder.tlsAlpn01(host)).isNull();
  }

  @Test
  void aFileThatCannotBeUsedIsAsGoodAsNone() throws Exception {
    Site site = new Site("a.test", folder, () -> 0.5);
    Instant now = Instant.now();
    assertThat(site.isDue(now)).isTrue();
    assertThat(site.files()).isNull();
    folder.write(folder.certificate("a.test"), "nonsense");
    assertThat(site.look()).isFalse();
    assertThat(site.files()).isNull();
    assertThat(site.isDue(now)).isTrue();
  }

  @Test
  void gatewaysThatShareTheFolderWaitTogether() {
    Instant now = Instant.now();
    Site one = new Site("a.test", folder, () -> 0.5);
    Site other = new Site("a.test", folder, () -> 0.5);
    Path noted = one.failed(new Retry(2, now.plusSeconds(60)), "it did not like us");
    assertThat(noted).content().contains("it did not like us");
    for (Site each : List.of(one, other)) {
      assertThat(each.failures()).isEqualTo(2);
      assertThat(each.isDue(now.plusSeconds(59))).isFalse();
      assertThat(each.isDue(now.plusSeconds(60))).isTrue();
    }
    assertThat(Objects.requireNonNull(noted).toFile().delete()).isTrue();
    assertThat(one.isDue(now)).isTrue();
    // A server that is away has refused nobody: each finds out by itself.
    assertThat(one.failed(new Retry(1, now.plusSeconds(60)), null)).isNull();
    assertThat(one.isDue(now)).isFalse();
    assertThat(other.isDue(now)).isTrue();
  }

  @Test
  void aNoteThatIsNoneIsPassedOver() {
    assertThat(Retry.parse("")).isNull();
    assertThat(Retry.parse("2")).isNull();
    assertThat(Retry.parse("2 soon")).isNull();
    Instant next = Instant.parse("2026-01-02T03:04:05Z");
    assertThat(Retry.parse(new Retry(3, next).text("why"))).isEqualTo(new Retry(3, next));
  }

  @Test
  void waitsGrowUpToABound() {
    Pace pace = Pace.DEFAULT;
    assertThat(pace.after(1, false)).isEqualTo(Duration.ofMinutes(1));
    assertThat(pace.after(3, false)).isEqualTo(Duration.ofMinutes(4));
    assertThat(pace.after(1000, false)).isEqualTo(Duration.ofHours(1));
    assertThat(pace.after(1, true)).isEqualTo(Duration.ofSeconds(5));
    assertThat(pace.after(1000, true)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void aCertificateIsRenewedAtTwoThirdsOfItsLifeOrALittleSooner() {
    Instant begin = Instant.parse("2026-01-01T00:00:00Z");
    Instant end = begin.plus(Duration.ofDays(90));
    assertThat(Pace.renewal(begin, end, 0)).isEqualTo(begin.plus(Duration.ofDays(60)));
    assertThat(Pace.renewal(begin, end, 1)).isEqualTo(begin.plus(Duration.ofHours(1332)));
  }

  @Test
  void aFolderThatIsAFileIsRefused() throws Exception {
    Path file = Files.writeString(root.resolve("file"), "");
    assertThatThrownBy(() -> AcmeCertificates.builder().domains("a.test").folder(file).build())
        .hasMessageContaining("folder: certificates cannot be kept in " + file)
        .hasMessageContaining("Not a directory: " + file);
  }
}
