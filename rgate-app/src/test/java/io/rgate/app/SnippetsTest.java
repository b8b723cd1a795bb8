package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every piece of Java in README.md and docs/ compiles; a class does so as it stands. */
class SnippetsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern SNIPPET = Pattern.compile("(?ms)^```java\\R(.*?)^```");
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(?:public )?(?:final )?(?:class|record|interface|enum) (\\w+)");

  /** What an editor would import by itself, for a piece that is no class. */
  private static final String IMPORTS =
      """
      import io.rgate.api.*;
      import io.rgate.config.*;
      import io.rgate.http.*;
      import io.rgate.runtime.*;
      import io.rgate.spi.*;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;
      """;

  @TempDir private Path directory;

  record Snippet(Path file, int line, String code) {
    @Override
    public String toString() {
      return ROOT.relativize(file) + ":" + line;
    }
  }

  static List<Snippet> snippets() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted())
          .filter(file -> file.toString().endsWith(".md"))
          .flatMap(SnippetsTest::snippetsOf)
          .toList();
    }
  }

  private static Stream<Snippet> snippetsOf(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return SNIPPET.matcher(text).results().map(found -> snippet(file, text, found));
  }

  private static Snippet snippet(Path file, String text, MatchResult found) {
    int line = (int) text.substring(0, found.start()).lines().count() + 2;
    return new Snippet(file, line, found.group(1));
  }

  @Test
  void thereAreExamplesOfEmbeddingAndOfAPlugin() throws IOException {
    assertThat(snippets())
        .anyMatch(snippet -> snippet.code().contains("Gateway.builder()"))
        .anyMatch(snippet -> snippet.code().contains("implements StatsSinkProvider"));
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void compiles(Snippet snippet) throws IOException {
    Matcher type = TYPE.matcher(snippet.code());
    boolean whole = type.find();
    Path source = directory.resolve((whole ? type.group(1) : "Snippet") + ".java");
    Files.writeString(source, whole ? snippet.code() : wrapped(snippet.code().strip()));

    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    int exitCode =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                writer,
                writer,
                "-proc:none",
                "-d",
                directory.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());

    assertThat(exitCode).as("%s: %s", snippet, output).isZero();
  }

  /** Statements, or one expression, in a method. */
  private static String wrapped(String code) {
    boolean statements = code.endsWith(";") || code.endsWith("}");
    return IMPORTS
        + "class Snippet { void run() throws Exception { "
        + (statements ? code : "Object made = " + code + ";")
        + "\n} }";
  }
}
