package io.rgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages name is there: files, modules, classes, packages. */
class PagesTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern MAVEN =
      Pattern.compile(
          "<groupId>(.*?)</groupId>\\s*<artifactId>(.*?)</artifactId>\\s*<version>(.*?)</version>");
  private static final Pattern GRADLE = Pattern.compile("'([\\w.]+):([\\w-]+):([\\w.-]+)'");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

  static List<Path> pages() {
    return Pages.files();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadToWhatIsThere(Path page) {
    LINK.matcher(Pages.text(page))
        .results()
        .map(found -> found.group(1))
        .filter(link -> !link.startsWith("http"))
        .forEach(link -> requireTarget(page, link));
  }

  private static void requireTarget(Path page, String link) {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.getParent().resolve(file);
    assertThat(target).as("%s: %s", page, link).exists();
    if (hash >= 0) {
      assertThat(anchors(target)).as("%s: %s", page, link).contains(link.substring(hash + 1));
    }
  }

  private static List<String> anchors(Path page) {
    return HEADING
        .matcher(Pages.text(page))
        .results()
        .map(found -> found.group(1).toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void theReadmeLeadsToEveryPage() throws IOException {
    String readme = Pages.text(Pages.ROOT.resolve("README.md"));
    try (Stream<Path> pages = Files.list(Pages.ROOT.resolve("docs"))) {
      assertThat(pages.map(Path::getFileName).map(Path::toString).filter(n -> n.endsWith(".md")))
          .isNotEmpty()
          .allSatisfy(name -> assertThat(readme).contains("(docs/" + name + ")"));
    }
  }

  @Test
  void theReadmeFitsOnAScreen() {
    assertThat(Pages.text(Pages.ROOT.resolve("README.md")).lines()).hasSizeLessThan(70);
  }

  @Test
  void coordinatesNameModulesThatArePublished() {
    List<MatchResult> coordinates =
        Stream.of(Pages.ROOT.resolve("README.md"), Pages.page("embedding.md"))
            .map(Pages::text)
            .flatMap(text ->
                Stream.concat(MAVEN.matcher(text).results(), GRADLE.matcher(text).results()))
            .toList();
    String parent = Pages.text(Pages.ROOT.resolve("pom.xml"));
    assertThat(coordinates)
        .hasSizeGreaterThan(5)
        .allSatisfy(found -> {
          assertThat(found.group(1)).isEqualTo("io.rgate");
          assertThat(parent).contains("<version>" + found.group(3) + "</version>");
          String pom = Pages.text(Pages.ROOT.resolve(found.group(2)).resolve("pom.xml"));
          assertThat(pom)
              .contains("<artifactId>" + found.group(2) + "</artifactId>")
              .doesNotContain("maven.deploy.skip");
        });
  }

  @Test
  void thePageOfPluginsNamesEveryContract() throws IOException {
    Pattern name = Pattern.compile("`(\\w+Contract)`");
    List<String> told =
        name.matcher(Pages.text(Pages.page("plugins.md"))).results().map(r -> r.group(1)).toList();
    try (Stream<Path> files = Files.walk(Pages.ROOT.resolve("rgate-testkit/src/main"))) {
      List<String> there =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith("Contract.java"))
              .map(file -> file.substring(0, file.indexOf('.')))
              .toList();
      assertThat(told).isNotEmpty().containsExactlyInAnyOrderElementsOf(there);
    }
  }

  @Test
  void theArchitecturePageNamesClassesAndPackagesThatExist() throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(Pages.ROOT, 12)) {
      sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> file.toString().contains("/src/"))
              .toList();
    }
    List<String> names =
        CODE.matcher(Pages.text(Pages.page("architecture.md")).replaceAll("(?s)```.*?```", ""))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(names.stream().filter(name -> name.matches("[A-Z]\\w+")).filter(n -> !isField(n)))
        .hasSizeGreaterThan(40)
        .allSatisfy(name -> assertThat(sources).anyMatch(file -> file.endsWith(name + ".java")));
    assertThat(names.stream().filter(name -> name.startsWith("io.rgate.")))
        .hasSizeGreaterThan(10)
        .allSatisfy(name ->
            assertThat(sources)
                .anyMatch(file -> file.getParent().endsWith(Path.of(name.replace('.', '/')))));
  }

  /** Fields of HTTP that look like names of classes. */
  private static boolean isField(String name) {
    return name.equals("Host") || name.equals("Expect");
  }
}
