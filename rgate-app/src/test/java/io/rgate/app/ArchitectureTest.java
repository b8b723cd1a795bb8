package io.rgate.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The design's arrows: they only point to the API, and each library is seen in one room only. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPaths(Modules.folders().map(Modules::classes).toList());

  private static final String[] PLUGINS = {
    "io.rgate.discovery..", "io.rgate.stats..", "io.rgate.limits..", "io.rgate.acme.."
  };

  @Test
  void everyModuleIsLookedAt() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .contains(
            "io.rgate.api",
            "io.rgate.spi",
            "io.rgate.spi.stats",
            "io.rgate.config",
            "io.rgate.http",
            "io.rgate.runtime",
            "io.rgate.discovery.docker",
            "io.rgate.stats.memory",
            "io.rgate.stats.jdbc",
            "io.rgate.limits",
            "io.rgate.acme",
            "io.rgate.examples",
            "io.rgate.app");
  }

  @Test
  void theApiDependsOnNothing() {
    classes()
        .that()
        .resideInAnyPackage("io.rgate.api..", "io.rgate.spi..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.rgate.api..", "io.rgate.spi..", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void ourTransportsDependOnTheApiAlone() {
    classes()
        .that()
        .resideInAPackage("io.rgate.http..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.rgate.http..",
            "io.rgate.api..",
            "io.rgate.spi..",
            "io.rgate.transport..",
            "java..",
            "javax.net.ssl..",
            "javax.crypto..",
            "javax.security.auth.x500..",
            "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void theRuntimeDoesNotKnowOurTransports() {
    noClasses()
        .that()
        .resideInAnyPackage("io.rgate.runtime..", "io.rgate.config..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.rgate.http..")
        .check(CLASSES);
  }

  @Test
  void theApiDoesNotKnowTheSpi() {
    noClasses()
        .that()
        .resideInAPackage("io.rgate.api")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.rgate.spi")
        .check(CLASSES);
  }

  @Test
  void theRuntimeKnowsNoPlugin() {
    noClasses()
        .that()
        .resideInAnyPackage("io.rgate.runtime..", "io.rgate.config..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PLUGINS)
        .check(CLASSES);
  }

  @Test
  void aPluginDoesNotKnowTheRuntime() {
    noClasses()
        .that()
        .resideInAnyPackage(PLUGINS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.rgate.runtime..", "io.rgate.config..", "io.rgate.examples..", "io.rgate.app..")
        .check(CLASSES);
  }

  @Test
  void onlyTheProgramChoosesHowLogsAreWritten() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.rgate.app..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .check(CLASSES);
  }

  @Test
  void examplesAndProgramDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("io.rgate.examples..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.rgate.app..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.rgate.app..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.rgate.examples..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.rgate.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void dockerJavaIsSeenInOneClass() {
    noClasses()
        .that()
        .haveNameNotMatching("io\\.rgate\\.discovery\\.docker\\.engine\\.EngineHttp(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.github.dockerjava..")
        .check(CLASSES);
  }

  @Test
  void theLibrariesOfLimitsAreSeenThereOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.rgate.limits..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.github.bucket4j..", "io.github.resilience4j..", "redis.clients..", "com.zaxxer..")
        .check(CLASSES);
  }

  @Test
  void theLibraryOfAcmeIsSeenInOneClass() {
    noClasses()
        .that()
        .haveNameNotMatching("io\\.rgate\\.acme\\.AcmeServer(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.shredzone..", "org.bouncycastle..", "org.jose4j..")
        .check(CLASSES);
  }

  @Test
  void aConnectionIsOpenedInTwoClassesOnly() {
    noClasses()
        .that()
        .haveNameNotMatching("io\\.rgate\\.stats\\.jdbc\\.(Store|H2)(\\$.*)?")
        .should()
        .callMethod(
            "java.sql.DriverManager", "getConnection", "java.lang.String", "java.util.Properties")
        .check(CLASSES);
  }

  @Test
  void theExchangeOfTheJdksServerIsSeenAtTheFrontOnly() {
    noClasses()
        .that()
        .resideInAPackage("io.rgate.runtime..")
        .and()
        .resideOutsideOfPackage("io.rgate.runtime.front.jdk")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("com.sun.net.httpserver.HttpExchange")
        .check(CLASSES);
  }

  @Test
  void theJdksClientIsSeenBehindTheUpstreamAndForAcmeOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.rgate.runtime.upstream.jdk")
        .and()
        .resideOutsideOfPackage("io.rgate.acme") // acme4j speaks by it
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.net.http")
        .check(CLASSES);
  }
}
