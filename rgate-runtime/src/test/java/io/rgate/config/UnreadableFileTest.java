package io.rgate.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.InvalidConfigException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnreadableFileTest {
  @TempDir private Path folder;

  private static void refuses(Path file, String message) {
    assertThatThrownBy(() -> ConfigFile.read(file))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(message);
  }

  @Test
  void aMissingFileIsNamedWithTheFolderThatWasLookedIn() {
    Path file = folder.resolve("rgate.yml");

    refuses(file, file + ": no such file, looked in " + folder);
    refuses(
        Path.of("no-such.yml"),
        "no-such.yml: no such file, looked in " + Path.of("").toAbsolutePath());
  }

  @Test
  void aDirectoryIsNoFile() {
    refuses(folder, folder + ": must be a file, was a directory");
  }

  @Test
  void aFileThatCannotBeReadIsNamedWithTheReason() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "").resolve("rgate.yml");

    assertThatThrownBy(() -> ConfigFile.read(file))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aByteThatIsNotUtf8IsNamedWithItsPlace() throws Exception {
    Path latin1 = folder.resolve("latin1.yml");
    Files.writeString(latin1, "routes: []\n# Grüße\n", StandardCharsets.ISO_8859_1);
    Path cut = Files.write(folder.resolve("cut.yml"), new byte[] {'a', (byte) 0xc3});

    refuses(latin1, latin1 + ":2:5: must be UTF-8, has the byte 0xFC here");
    refuses(cut, cut + ":1:2: must be UTF-8, has the byte 0xC3 here");
  }

  @Test
  void aPlaceIsNamedAsThePathWasWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("rgate.yml"), "rotes: []\n");

    refuses(file, file + ":1:8: rotes: unknown key; did you mean 'routes'?");
  }
}
