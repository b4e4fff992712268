package org.chroma.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Every option in the configuration files that the distributions bring is read by somebody. */
class ConfigurationFilesTest {
    private static final Path ROOT =
            Path.of(System.getProperty("chroma.root")).toAbsolutePath().normalize();

    @ParameterizedTest
    @ValueSource(strings = {"manager", "agent", "simulation"})
    void everyOptionHasAReader(String side) throws Exception {
        Path home = ROOT.resolve("karaf-distribution").resolve(side).resolve("target/assembly");
        Map<String, Set<String>> read = optionsRead(home.resolve("system/org/chroma"));
        List<Path> files;
        try (Stream<Path> all = Files.list(home.resolve("etc"))) {
            files = all.filter(file -> file.getFileName().toString().matches("org\\.chroma\\..*\\.cfg"))
                    .toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            String pid = file.getFileName().toString().replaceFirst("\\.cfg$", "");
            assertThat(read).containsKey(pid);
            assertThat(read.get(pid)).as(file.toString()).containsAll(options(file));
        }
    }

    private static Set<String> options(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return properties.stringPropertyNames();
    }

    /** By the configuration's name, the options that components declare. */
    private static Map<String, Set<String>> optionsRead(Path system) throws Exception {
        Map<String, Set<String>> read = new HashMap<>();
        List<Path> jars;
        try (Stream<Path> files = Files.walk(system)) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        for (Path file : jars) {
            try (JarFile jar = new JarFile(file.toFile())) {
                List<JarEntry> components = jar.stream()
                        .filter(entry -> entry.getName().matches("OSGI-INF/.*\\.xml"))
                        .toList();
                for (JarEntry component : components) {
                    try (InputStream in = jar.getInputStream(component)) {
                        addOptions(
                                DocumentBuilderFactory.newInstance()
                                        .newDocumentBuilder()
                                        .parse(in),
                                read);
                    }
                }
            }
        }
        return read;
    }

    private static void addOptions(Document component, Map<String, Set<String>> read) {
        String pids = component.getDocumentElement().getAttribute("configuration-pid");
        NodeList properties = component.getElementsByTagName("property");
        for (String pid : pids.isEmpty() ? new String[0] : pids.split("\\s+", -1)) {
            Set<String> options = read.computeIfAbsent(pid, name -> new TreeSet<>());
            for (int i = 0; i < properties.getLength(); i++) {
                options.add(
                        properties.item(i).getAttributes().getNamedItem("name").getNodeValue());
            }
        }
    }
}
