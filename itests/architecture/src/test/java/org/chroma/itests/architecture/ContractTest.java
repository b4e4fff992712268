package org.chroma.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What third parties' plugins are compiled against does not change unnoticed: {@code bundles/spi/contract.txt} has
 * every signature of it and its version, and a change of one wants a change of the other.
 * {@code -Dchroma.contract=record} records the file again.
 */
class ContractTest {
    private static final String SPI = "org.chroma.spi";
    private static final String VERSION = "org.osgi.annotation.versioning.Version";
    private static final String EXPORT = "org.osgi.annotation.bundle.Export";
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.chroma");

    @Test
    void exportedPackagesHaveVersions() {
        assertThat(ALL.getPackage("org.chroma").getSubpackagesInTree())
                .filteredOn(it -> it.isAnnotatedWith(EXPORT))
                .hasSizeGreaterThan(9)
                .allSatisfy(it -> assertThat(it.isAnnotatedWith(VERSION))
                        .as("%s has a version", it.getName())
                        .isTrue());
        assertThat(ALL.getPackage(SPI).isAnnotatedWith(EXPORT)).isTrue();
    }

    @Test
    void theContractChangesWithItsVersion() throws IOException {
        JavaPackage spi = ALL.getPackage(SPI);
        Contract now = Contract.of(spi.getClasses(), (String)
                spi.getAnnotationOfType(VERSION).get("value").orElseThrow());
        Path file = Path.of(System.getProperty("chroma.root"), "bundles", "spi", "contract.txt");
        if (!Files.exists(file)) {
            fail("%s is missing", file);
        }
        Contract recorded = Contract.read(Files.readAllLines(file));
        if (now.equals(recorded)) {
            return;
        }
        Contract.Version wanted = now.wantedAfter(recorded);
        assertThat(now.version())
                .as(
                        "the contract of plugins changed; its version in the package-info.java of %s must be %s or later.%n"
                                + "Gone: %s%nNew: %s%n",
                        SPI, wanted, now.goneFrom(recorded), now.newSince(recorded))
                .isGreaterThanOrEqualTo(wanted);
        if ("record".equals(System.getProperty("chroma.contract"))) {
            Files.write(file, now.lines());
        } else {
            fail(
                    "the contract of plugins changed, and so did its version: record it with mvn -pl itests/architecture -am test "
                            + "-Dtest=ContractTest -Dsurefire.failIfNoSpecifiedTests=false -Dchroma.contract=record");
        }
    }
}
