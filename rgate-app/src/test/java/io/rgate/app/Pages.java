package io.rgate.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * README.md, CONTRIBUTING.md, CHANGELOG.md and the pages of docs/, for the tests of what they say.
 */
final class Pages {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```([^\\n`]*)\\n(.*?)^```$");

  private Pages() {}

  /**
   * A block of code in a page.
   *
   * @param language what stands behind the three backticks
   */
  record Block(Path file, int line, String language, String code) {
    @Override
    public String toString() {
      return ROOT.relativize(file) + ":" + line;
    }
  }

  static List<Path> files() {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(ROOT::resolve),
              docs.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path page(String name) {
    return ROOT.resolve("docs").resolve(name);
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The blocks of all pages in that language. */
  static List<Block> blocks(String language) {
    return files().stream()
        .flatMap(Pages::blocksOf)
        .filter(block -> block.language().equals(language))
        .toList();
  }

  static Stream<Block> blocksOf(Path file) {
    String text = text(file);
    return BLOCK.matcher(text).results().map(found -> block(file, text, found));
  }

  private static Block block(Path file, String text, MatchResult found) {
    int line = (int) text.substring(0, found.start()).lines().count() + 2;
    return new Block(file, line, found.group(1), found.group(2));
  }

  /** The rows of the tables of a page, by their cells. */
  static List<List<String>> rows(Path file) {
    return text(file)
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
        .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\|(?: |$)", -1)))
        .toList();
  }
}
