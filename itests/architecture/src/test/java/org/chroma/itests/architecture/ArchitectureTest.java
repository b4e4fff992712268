package org.chroma.itests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of the architecture. Each failure names the class, what it uses, and the line. */
class ArchitectureTest {
    /** Modules that only pack other people's code. */
    private static final Set<String> WITHOUT_CODE = Set.of("org.chroma.derby");

    private static JavaClasses all;

    @BeforeAll
    static void read() {
        all = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.chroma");
    }

    /** A bundle that is forgotten here would be held to no rule. */
    @Test
    void everyBundleIsLookedAt() throws IOException {
        Path root = Path.of(System.getProperty("chroma.root"));
        List<String> artifacts = new ArrayList<>();
        for (String module :
                found("<module>((?:bundles|agent-bundles|examples)/[^<]+)</module>", root.resolve("pom.xml"))) {
            artifacts.addAll(found(
                    "</parent>\\s*<artifactId>([^<]+)<", root.resolve(module).resolve("pom.xml")));
        }
        artifacts.removeAll(WITHOUT_CODE);
        assertThat(artifacts)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Bundle.values()).map(Bundle::root).toList());
        assertThat(Bundle.values()).allSatisfy(bundle -> assertThat(all).anyMatch(bundle::holds));
        assertThat(all).allSatisfy(type -> assertThat(Bundle.of(type)).isPresent());
    }

    @Test
    void bundlesKnowOnlyWhatIsBelowThem() {
        classes()
                .should(onlyUse(
                        "only know the bundles that Bundle lists",
                        (from, to) -> Bundle.of(to)
                                .map(other -> Bundle.of(from)
                                        .filter(one -> one.mayKnow(other))
                                        .isPresent())
                                .orElse(true)))
                .check(all);
    }

    @Test
    void internalsAreNotUsedByOtherBundles() {
        classes()
                .should(onlyUse(
                        "not use what another bundle hides",
                        (from, to) -> !Bundle.hides(to) || Bundle.of(from).equals(Bundle.of(to))))
                .check(all);
    }

    /** Within a bundle, a package that needs another is not needed by it. */
    @ParameterizedTest
    @EnumSource
    void packagesHaveNoCycles(Bundle bundle) {
        SlicesRuleDefinition.slices()
                .assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return bundle.holds(type)
                                ? SliceIdentifier.of(type.getPackageName())
                                : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "the packages of " + bundle.root();
                    }
                })
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(all.that(are(bundle)));
    }

    /**
     * What a third party's plugin is compiled against brings nothing else along but annotations that are not there at
     * run time.
     */
    @Test
    void theContractIsPlainJava() {
        classes()
                .that(are(Bundle.STATE, Bundle.SPI, Bundle.MODEL))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "java..",
                                "org.jspecify..",
                                "org.osgi.annotation..",
                                "org.osgi.service.component.annotations")
                        .or(are(Bundle.STATE, Bundle.SPI, Bundle.MODEL)))
                .check(all);
    }

    /** So that the move from javax to jakarta is in four bundles. */
    @Test
    void webAndPersistenceStayWhereTheyAre() {
        noClasses()
                .that(areNot(Bundle.API, Bundle.COMMS, Bundle.UI))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.ws.rs..", "javax.servlet..")
                .check(all);
        noClasses()
                .that(areNot(Bundle.STORE))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.persistence..", "org.eclipse.persistence..")
                .check(all);
    }

    /** Servers' programs run in one place, which gives them a time limit and never a shell; the manager pings. */
    @Test
    void onlyProcessRunsPrograms() {
        noClasses()
                .that(areNot(Bundle.PROCESS, Bundle.COMMS))
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class, Runtime.class)
                .check(all);
    }

    @Test
    void everyoneLogsThroughSlf4j() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.logging..",
                        "org.apache.log4j..",
                        "org.apache.logging..",
                        "org.apache.commons.logging..")
                .check(all);
    }

    /** Only what people type prints: command line, consoles, and programs, which have a {@code main}. */
    @Test
    void onlyProgramsAndConsolesPrint() {
        noClasses()
                .that(areNot(Bundle.CLI, Bundle.SHELL, Bundle.AGENT_SHELL))
                .and(describe(
                        "are no programs",
                        type -> type.tryGetMethod("main", String[].class).isEmpty()))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(all);
        noClasses().should().callMethod(Throwable.class, "printStackTrace").check(all);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(all.stream().map(JavaClass::getPackage).distinct())
                .allSatisfy(it -> assertThat(it.isAnnotatedWith(NullMarked.class))
                        .as("%s is null-marked", it.getName())
                        .isTrue());
    }

    private interface Permission {
        boolean toUse(JavaClass from, JavaClass to);
    }

    private static ArchCondition<JavaClass> onlyUse(String description, Permission permission) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(use ->
                                !permission.toUse(type, use.getTargetClass().getBaseComponentType()))
                        .forEach(use -> events.add(SimpleConditionEvent.violated(use, use.getDescription())));
            }
        };
    }

    private static DescribedPredicate<JavaClass> are(Bundle... bundles) {
        List<Bundle> wanted = List.of(bundles);
        return describe(
                "are of " + wanted,
                type -> Bundle.of(type).filter(wanted::contains).isPresent());
    }

    private static DescribedPredicate<JavaClass> areNot(Bundle... bundles) {
        List<Bundle> excepted = List.of(bundles);
        return describe(
                "are not of " + excepted,
                type -> Bundle.of(type).filter(excepted::contains).isEmpty());
    }

    private static List<String> found(String pattern, Path file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
