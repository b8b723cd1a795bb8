package io.rgate.runtime;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which room of the runtime may call which; docs/architecture.md shows the same. */
class RoomsTest {
  private static final String ROOT = "io.rgate.runtime";
  private static final int MOST_TYPES = 20;

  /** For each room those that it may call. The assembly, in the root, may call all. */
  private static final Map<String, Set<String>> MAY_CALL =
      Map.ofEntries(
          Map.entry("exchange", Set.of()),
          Map.entry("limit", Set.of()),
          Map.entry("balance", Set.of("balancer", "limit")),
          Map.entry("balancer", Set.of()),
          Map.entry("plugin", Set.of()),
          Map.entry("discovery", Set.of()),
          Map.entry("upstream", Set.of()),
          Map.entry("upstream.jdk", Set.of()),
          Map.entry("front.jdk", Set.of()),
          Map.entry("forward", Set.of("balance", "limit", "exchange")),
          Map.entry("health", Set.of("balance")),
          Map.entry("errors", Set.of("forward", "exchange")),
          Map.entry("filter", Set.of("errors", "exchange")),
          Map.entry(
              "route", Set.of("filter", "forward", "balance", "balancer", "limit", "exchange")),
          Map.entry("measure", Set.of("errors", "exchange", "plugin")),
          Map.entry("admin", Set.of("errors", "route", "measure", "exchange")),
          Map.entry("tunnel", Set.of()),
          Map.entry("front", Set.of("errors", "measure", "tunnel", "exchange")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static String room(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
  }

  @Test
  void eachRoomCallsOnlyThoseThatItMay() {
    List<String> forbidden = new ArrayList<>();
    for (JavaClass type : CLASSES) {
      String from = room(type);
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> target.getPackageName().startsWith(ROOT))
          .map(RoomsTest::room)
          .filter(to -> !from.isEmpty() && !to.equals(from))
          .filter(to -> !MAY_CALL.getOrDefault(from, Set.of()).contains(to))
          .forEach(to -> forbidden.add(type.getSimpleName() + ": " + from + " -> " + to));
    }
    assertThat(forbidden).isEmpty();
  }

  @Test
  void everyRoomIsKnownHere() {
    assertThat(CLASSES.stream().map(RoomsTest::room).distinct())
        .containsExactlyInAnyOrderElementsOf(
            new ArrayList<>(MAY_CALL.keySet()) {
              private static final long serialVersionUID = 1L;

              {
                add("");
              }
            });
  }

  @Test
  void thereAreNoCircles() {
    slices().matching("io.rgate.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noRoomIsTooLargeToOverlook() {
    Map<String, Integer> sizes = new HashMap<>();
    CLASSES.stream()
        .filter(type -> !type.isNestedClass() && !type.getSimpleName().equals("package-info"))
        .forEach(type -> sizes.merge(room(type), 1, Integer::sum));
    assertThat(sizes.values()).allMatch(size -> size <= MOST_TYPES);
  }

  @Test
  void theConfigurationKnowsNoRoom() {
    JavaClasses config = new ClassFileImporter().importPackages("io.rgate.config");
    assertThat(config)
        .isNotEmpty()
        .allSatisfy(type ->
            assertThat(type.getDirectDependenciesFromSelf())
                .noneMatch(
                    dependency -> dependency.getTargetClass().getPackageName().startsWith(ROOT)));
  }
}
