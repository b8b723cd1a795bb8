package io.rgate.http;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which room may call which. */
class ArrowsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.rgate.http");

  @Test
  void arrowsPointDownwards() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("providers")
        .definedBy("io.rgate.http")
        .layer("server")
        .definedBy("io.rgate.http.server")
        .layer("client")
        .definedBy("io.rgate.http.client")
        .layer("h2")
        .definedBy("io.rgate.http.h2")
        .layer("origin")
        .definedBy("io.rgate.http.origin")
        .layer("sending")
        .definedBy("io.rgate.http.sending")
        .layer("frame")
        .definedBy("io.rgate.http.frame")
        .layer("hpack")
        .definedBy("io.rgate.http.hpack")
        .layer("wire")
        .definedBy("io.rgate.http.wire")
        .layer("tls")
        .definedBy("io.rgate.http.tls")
        .layer("loop")
        .definedBy("io.rgate.http.loop")
        .whereLayer("providers")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("server")
        .mayOnlyBeAccessedByLayers("providers")
        .whereLayer("client")
        .mayOnlyBeAccessedByLayers("providers")
        .whereLayer("h2")
        .mayOnlyBeAccessedByLayers("server")
        .whereLayer("origin")
        .mayOnlyBeAccessedByLayers("client")
        .whereLayer("sending")
        .mayOnlyBeAccessedByLayers("client", "origin")
        .whereLayer("frame")
        .mayOnlyBeAccessedByLayers("h2", "origin")
        .whereLayer("hpack")
        .mayOnlyBeAccessedByLayers("h2", "origin", "frame")
        .whereLayer("wire")
        .mayOnlyBeAccessedByLayers("server", "client", "h2", "origin", "frame")
        .whereLayer("tls")
        .mayOnlyBeAccessedByLayers("server", "client")
        .whereLayer("loop")
        .mayOnlyBeAccessedByLayers(
            "server", "client", "h2", "origin", "sending", "frame", "wire", "tls")
        .check(CLASSES);
  }

  @Test
  void thereIsNoCircle() {
    slices().matching("io.rgate.http.(*)").should().beFreeOfCycles().check(CLASSES);
  }
}
