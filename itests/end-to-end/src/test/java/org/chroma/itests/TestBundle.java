package org.chroma.itests;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.chroma.spi.DevicePlugin;

/** A bundle made of one package of this module's classes, as the bnd plugin makes one of a plugin's module. */
final class TestBundle {
    private TestBundle() {}

    /**
     * Builds it into a directory.
     *
     * @param imports bnd's instruction for Import-Package
     */
    static Path build(Path directory, String symbolicName, Class<?> anyOfThePackage, String imports) throws Exception {
        return build(directory, symbolicName, anyOfThePackage, imports, false);
    }

    /** @param activator whether the class is the bundle's activator, too */
    static Path build(Path directory, String symbolicName, Class<?> anyOfThePackage, String imports, boolean activator)
            throws Exception {
        Path file = Files.createDirectories(directory).resolve(symbolicName + ".jar");
        try (Builder builder = new Builder()) {
            builder.setBundleSymbolicName(symbolicName);
            builder.setBundleVersion("1.0.0");
            builder.setPrivatePackage(anyOfThePackage.getPackageName());
            builder.setImportPackage(imports);
            if (activator) {
                builder.setBundleActivator(anyOfThePackage.getName());
            }
            for (Class<?> type : new Class<?>[] {anyOfThePackage, DevicePlugin.class}) {
                builder.addClasspath(location(type).toFile());
            }
            try (Jar jar = builder.build()) {
                if (!builder.isOk()) {
                    throw new AssertionError(symbolicName + ": " + builder.getErrors());
                }
                jar.write(file.toFile());
            }
        }
        return file;
    }

    private static Path location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** The plugin guide's example, as it was built. */
    static Path example() {
        Path folder = Installation.ROOT.resolve("examples/locator/target");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            file.getFileName().toString().matches("org\\.chroma\\.example\\.locator-[0-9.]+\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("The example is not built: there is no jar in " + folder));
        } catch (IOException e) {
            throw new AssertionError("The example is not built", e);
        }
    }
}
