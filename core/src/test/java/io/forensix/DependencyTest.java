// SPDX-License-Identifier: Apache-2.0
package io.forensix;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Dependencies point one way; this is the list of those that there may be. */
class DependencyTest {
  /** For each package under io.forensix, those of the project it may use. */
  private static final Map<String, Set<String>> ALLOWED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("record", Set.of("abi")),
              Map.entry("syscall", Set.of()),
              Map.entry("ring", Set.of("record", "abi")),
              Map.entry("archive", Set.of("record")),
              Map.entry("timeline", Set.of("archive", "record", "syscall")),
              Map.entry("text", Set.of("timeline", "syscall", "record")),
              Map.entry("query", Set.of("text", "timeline", "archive", "syscall", "record")),
              Map.entry("seal", Set.of("archive", "record")),
              Map.entry("stream", Set.of("archive", "seal")),
              Map.entry("metrics", Set.of()),
              Map.entry("web", Set.of("query", "text", "timeline", "archive", "syscall", "record")),
              Map.entry(
                  "cli",
                  Set.of(
                      "web",
                      "query",
                      "stream",
                      "seal",
                      "text",
                      "timeline",
                      "archive",
                      "metrics",
                      "ring",
                      "syscall",
                      "record"))));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("io/forensix/abi/"))
          .importPackages("io.forensix");

  @TestFactory
  Stream<DynamicTest> eachPackageUsesOnlyWhatItMay() {
    return ALLOWED.entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(), () -> only(entry.getKey(), entry.getValue()).check(CLASSES)));
  }

  private static ArchRule only(String name, Set<String> allowed) {
    Set<String> packages = new TreeSet<>(Set.of("io.forensix." + name + ".."));
    allowed.forEach(other -> packages.add("io.forensix." + other + ".."));
    return classes()
        .that()
        .resideInAPackage("io.forensix." + name + "..")
        .should(
            onlyDependOnClassesThat(
                resideOutsideOfPackages("io.forensix..")
                    .or(resideInAnyPackage(packages.toArray(String[]::new)))))
        .allowEmptyShould(true);
  }

  @Test
  void everyPackageIsInTheList() {
    assertThat(CLASSES).isNotEmpty();
    assertThat(CLASSES)
        .extracting(JavaClass::getPackageName)
        .allMatch(
            name -> ALLOWED.containsKey(name.replaceFirst("io\\.forensix\\.", "").split("\\.")[0]));
  }

  @Test
  void onlyArchiveKnowsChronicle() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.forensix.archive..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("net.openhft..")
        .check(CLASSES);
  }

  @Test
  void onlyQueryKnowsDuckDb() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.forensix.query..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.duckdb..", "java.sql..")
        .check(CLASSES);
  }

  @Test
  void onlyStreamKnowsTheNetwork() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.forensix.stream..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc..", "io.netty..", "com.google.protobuf..")
        .check(CLASSES);
  }

  @Test
  void onlyStreamAndSealKnowBouncyCastle() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.forensix.stream..", "io.forensix.seal..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bouncycastle..")
        .check(CLASSES);
  }

  @Test
  void onlyStreamAndWebKnowTls() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.forensix.stream..", "io.forensix.web..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("javax.net..")
        .check(CLASSES);
  }

  @Test
  void onlyMetricsKnowsPrometheus() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.forensix.metrics..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.prometheus..")
        .check(CLASSES);
  }

  @Test
  void onlyWebAndMetricsKnowHttp() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.forensix.web..", "io.forensix.metrics..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.sun.net.httpserver..", "java.net.http..")
        .check(CLASSES);
  }

  @Test
  void onlyCliPrintsOrExits() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.forensix.cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(CLASSES);
  }

  @Test
  void onlyCliKnowsPicocli() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.forensix.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CLASSES);
  }
}
