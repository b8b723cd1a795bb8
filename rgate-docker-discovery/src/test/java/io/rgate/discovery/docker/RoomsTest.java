package io.rgate.discovery.docker;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packages of this module: each may call only those before it, and none is crowded. */
class RoomsTest {
  private static final String BASE = "io.rgate.discovery.docker";
  private static final JavaClasses CLASSES = classes();

  @Test
  void eachPackageCallsOnlyThoseBeforeIt() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("engine")
        .definedBy(BASE + ".engine")
        .layer("place")
        .definedBy(BASE + ".place")
        .layer("watch")
        .definedBy(BASE + ".watch")
        .layer("public")
        .definedBy(BASE)
        .whereLayer("engine")
        .mayOnlyBeAccessedByLayers("place", "watch", "public")
        .whereLayer("place")
        .mayOnlyBeAccessedByLayers("watch", "public")
        .whereLayer("watch")
        .mayOnlyBeAccessedByLayers("public")
        .whereLayer("public")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(BASE + ".(*)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noPackageIsCrowdedAndNoneIsForgotten() {
    Map<String, Long> types =
        CLASSES.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !type.getSimpleName().endsWith("-info"))
            .collect(groupingBy(JavaClass::getPackageName, counting()));
    assertThat(types)
        .containsOnlyKeys(BASE, BASE + ".engine", BASE + ".place", BASE + ".watch")
        .allSatisfy((name, count) -> assertThat(count).as(name).isBetween(1L, 20L));
  }

  @Test
  void onlyThePublicPackageIsExported() {
    assertThat(DockerDiscovery.class.getModule().getDescriptor().exports())
        .singleElement()
        .satisfies(exported -> assertThat(exported.source()).isEqualTo(BASE));
  }

  private static JavaClasses classes() {
    try {
      // The folder of the main classes; tests are put into the same packages, but lie elsewhere.
      Path main =
          Path.of(DockerDiscovery.class.getResource("DockerDiscovery.class").toURI().resolve("."));
      return new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPath(main);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
