package org.chroma.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house that are not in the compiled classes. Each failure names the file and the line. */
class SourceTest {
    private static final Path ROOT =
            Path.of(System.getProperty("chroma.root")).toAbsolutePath().normalize();

    private static final int COMMENT_WIDTH = 120;
    private static final int PACKAGE_SIZE = 25;

    /** Larger packages, and why that is right. */
    private static final Map<String, String> LARGE_PACKAGES = Map.of(
            "org.chroma.model.action", "one record for each action that plugins carry out",
            "org.chroma.api.internal.resource", "one class for each path below /api/",
            "org.chroma.spi", "all that the author of a plugin sees, in one place",
            "org.chroma.store.internal", "one row for each table");

    private static final Pattern NOT_CODE = Pattern.compile("\"\"\"[\\s\\S]*?\"\"\""
            + "|\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\\n])*+'|//[^\\n]*|/\\*[\\s\\S]*?\\*/");
    private static final Pattern IMPORT = Pattern.compile("^import ([\\w.]+)\\.(\\w+);$", Pattern.MULTILINE);
    private static final Pattern HEAD = Pattern.compile("^(?:package|import) .*$", Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum) ([A-Z]\\w*)");
    private static final Pattern LONG_NAME =
            Pattern.compile("(?<![\\w.])((?:java|javax|org|com)(?:\\.[a-z_]\\w*)+)\\.([A-Z]\\w*)");

    private record Source(Path file, String text) {
        private String name() {
            return file.getFileName().toString();
        }

        /** A place in this file, as messages name it. */
        private String at(int offset) {
            return ROOT.relativize(file) + ":"
                    + (text.substring(0, offset).lines().count() + 1);
        }

        /** The text with blanks instead of comments and literals. */
        private String code() {
            return NOT_CODE.matcher(text)
                    .replaceAll(found -> Matcher.quoteReplacement(found.group().replaceAll("[^\\n]", " ")));
        }
    }

    private static Stream<Source> sources(String part) {
        List<Source> all = new ArrayList<>();
        for (String modules : List.of("bundles", "agent-bundles", "examples", "itests")) {
            try (Stream<Path> folders = Files.list(ROOT.resolve(modules))) {
                for (Path folder : folders.map(module -> module.resolve(part))
                        .filter(Files::isDirectory)
                        .toList()) {
                    try (Stream<Path> files = Files.walk(folder)) {
                        for (Path file : files.filter(it -> it.toString().endsWith(".java"))
                                .toList()) {
                            all.add(new Source(file, Files.readString(file)));
                        }
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all.stream();
    }

    private static Stream<Source> everything() {
        return Stream.concat(sources("src/main/java"), sources("src/test/java"));
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        assertThat(sources("src/main/java")
                        .collect(Collectors.groupingBy(it -> it.file().getParent())))
                .allSatisfy((folder, files) -> assertThat(files)
                        .as("%s says in a sentence what it is for", ROOT.relativize(folder))
                        .anyMatch(it -> it.name().equals("package-info.java")
                                && it.text().matches("(?s)/\\*\\*.*\\w\\.\\s.*\\*/.*")));
    }

    @Test
    void packagesAreRooms() {
        Map<String, Integer> sizes = new TreeMap<>();
        sources("src/main/java")
                .filter(it -> !it.name().equals("package-info.java"))
                .forEach(it -> sizes.merge(packageOf(it), 1, Integer::sum));
        assertThat(sizes).allSatisfy((name, size) -> {
            if (LARGE_PACKAGES.containsKey(name)) {
                assertThat(size).as("%s needs no exception any more", name).isGreaterThan(PACKAGE_SIZE);
            } else {
                assertThat(size).as("classes in %s", name).isLessThanOrEqualTo(PACKAGE_SIZE);
            }
        });
        assertThat(sizes).containsKeys(LARGE_PACKAGES.keySet().toArray(String[]::new));
    }

    private static String packageOf(Source source) {
        Matcher found =
                Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE).matcher(source.text());
        assertThat(found.find()).as("%s has a package", source.file()).isTrue();
        return found.group(1);
    }

    @Test
    void loggersAreCalledLog() {
        assertThat(everything().flatMap(it -> places(it, Pattern.compile("\\bLogger (?!LOG\\b)\\w+ ="), it.code())))
                .isEmpty();
    }

    @Test
    void commentsFitAPage() {
        assertThat(everything().flatMap(SourceTest::wideComments)).isEmpty();
    }

    private static Stream<String> wideComments(Source source) {
        List<String> lines = source.text().lines().toList();
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).length() > COMMENT_WIDTH
                        && lines.get(i).strip().matches("(?://|\\*|/\\*).*"))
                .mapToObj(i -> ROOT.relativize(source.file()) + ":" + (i + 1));
    }

    /** Names are imported, but where two types of one file have the same. */
    @Test
    void namesAreImported() {
        assertThat(everything()
                        .filter(it -> !it.name().equals("package-info.java"))
                        .flatMap(SourceTest::longNames))
                .isEmpty();
    }

    private static Stream<String> longNames(Source source) {
        String code = source.code();
        Map<String, Set<String>> packages = new HashMap<>();
        IMPORT.matcher(code).results().forEach(it -> add(packages, it.group(2), it.group(1)));
        TYPE.matcher(code).results().forEach(it -> add(packages, it.group(1), packageOf(source)));
        String body = HEAD.matcher(code).replaceAll(it -> " ".repeat(it.group().length()));
        List<MatchResult> found = LONG_NAME.matcher(body).results().toList();
        found.forEach(it -> add(packages, it.group(2), it.group(1)));
        return found.stream()
                .filter(it -> packages.getOrDefault(it.group(2), Set.of()).size() == 1)
                .filter(it -> !isKnownUnimported(source, it.group(2)))
                .map(it -> source.at(it.start()));
    }

    /** A name of the same package, or of the language's. */
    private static boolean isKnownUnimported(Source source, String name) {
        if (Files.exists(source.file().resolveSibling(name + ".java"))) {
            return true;
        }
        try {
            Class.forName("java.lang." + name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static void add(Map<String, Set<String>> packages, String name, String where) {
        packages.computeIfAbsent(name, key -> new HashSet<>()).add(where);
    }

    private static Stream<String> places(Source source, Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> source.at(found.start()));
    }
}
