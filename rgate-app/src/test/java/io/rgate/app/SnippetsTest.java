package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.app.Pages.Block;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every piece of Java in README.md and docs/ compiles; a class does so as it stands. */
class SnippetsTest {
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(?:public )?(?:final )?(?:class|record|interface|enum) (\\w+)");
  private static final Pattern METHOD = Pattern.compile("^\\w+ \\w+\\([^()]*\\) \\{");

  /** What an editor would import by itself, for a piece that is no class. */
  private static final String IMPORTS =
      """
      import io.rgate.api.*;
      import io.rgate.config.*;
      import io.rgate.http.*;
      import io.rgate.runtime.*;
      import io.rgate.spi.*;
      import io.rgate.transport.FrontProvider.TlsSettings;
      import io.rgate.transport.FrontProvider.TlsSettings.CertificateFiles;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;
      """;

  @TempDir private Path directory;

  static List<Block> snippets() {
    return Pages.blocks("java");
  }

  @Test
  void thePagesThatShouldHaveExamplesHaveThem() {
    assertThat(snippets().stream().map(block -> Pages.ROOT.relativize(block.file()).toString()))
        .contains("README.md", "docs/embedding.md", "docs/plugins.md");
    assertThat(snippets())
        .anyMatch(snippet -> snippet.code().contains("Gateway.builder()"))
        .anyMatch(snippet -> snippet.code().contains("implements StatsSinkProvider"));
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void compiles(Block snippet) throws IOException {
    // A class may use another one of its page.
    for (Block other : Pages.blocksOf(snippet.file()).toList()) {
      Matcher type = TYPE.matcher(other.code());
      if (other.language().equals("java") && type.find()) {
        Files.writeString(directory.resolve(type.group(1) + ".java"), other.code());
      }
    }
    Matcher type = TYPE.matcher(snippet.code());
    boolean whole = type.find();
    Path source = directory.resolve((whole ? type.group(1) : "Snippet") + ".java");
    if (!whole) {
      Files.writeString(source, wrapped(snippet.code().strip()));
    }

    StringWriter output = new StringWriter();
    assertThat(compile(source, new PrintWriter(output))).as("%s: %s", snippet, output).isZero();
  }

  private int compile(Path source, PrintWriter output) {
    return ToolProvider.findFirst("javac")
        .orElseThrow()
        .run(
            output,
            output,
            "-proc:none",
            "-d",
            directory.resolve("classes").toString(),
            "-sourcepath",
            directory.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            source.toString());
  }

  /** A method, or statements or one expression in a method. */
  private static String wrapped(String code) {
    if (METHOD.matcher(code).find()) {
      return IMPORTS + "class Snippet { " + code + " }";
    }
    boolean statements = code.endsWith(";") || code.endsWith("}");
    return IMPORTS
        + "class Snippet { void run() throws Exception { "
        + (statements ? code : "Object made = " + code + ";")
        + "\n} }";
  }
}
