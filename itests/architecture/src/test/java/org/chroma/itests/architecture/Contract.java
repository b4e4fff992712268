package org.chroma.itests.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The signatures of an exported package, one a line, and its version.
 *
 * <p>A version is raised as OSGi wants it: the first number where those who were compiled against it, or implement it,
 * break; the second where there is more to use.
 */
record Contract(Version version, NavigableSet<String> signatures) {
    private static final String CONSUMER = "org.osgi.annotation.versioning.ConsumerType";
    /** In front of what everybody who implements a type must implement too. */
    private static final String DUTY = "to implement: ";

    record Version(int major, int minor, int micro) implements Comparable<Version> {
        static Version of(String text) {
            String[] parts = text.split("\\.", -1);
            return new Version(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
        }

        @Override
        public int compareTo(Version other) {
            int byMajor = Integer.compare(major, other.major);
            int byMinor = byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
            return byMinor != 0 ? byMinor : Integer.compare(micro, other.micro);
        }

        @Override
        public String toString() {
            return major + "." + minor + "." + micro;
        }
    }

    static Contract of(Collection<JavaClass> types, String version) {
        NavigableSet<String> signatures = new TreeSet<>();
        for (JavaClass type : types) {
            Class<?> reflected = type.reflect();
            if (Modifier.isPublic(reflected.getModifiers()) && !reflected.isSynthetic() && !reflected.isArray()) {
                signatures.add(reflected.toGenericString());
                signatures(reflected, type.isAnnotatedWith(CONSUMER)).forEach(signatures::add);
            }
        }
        return new Contract(Version.of(version), signatures);
    }

    private static Stream<String> signatures(Class<?> type, boolean implemented) {
        Stream<String> fields =
                Stream.of(type.getDeclaredFields()).filter(Contract::isVisible).map(Field::toGenericString);
        Stream<String> executables = Stream.<Executable>concat(
                        Stream.of(type.getDeclaredConstructors()), Stream.of(type.getDeclaredMethods()))
                .filter(Contract::isVisible)
                .map(it -> (implemented && it instanceof Method && Modifier.isAbstract(it.getModifiers()) ? DUTY : "")
                        + it.toGenericString());
        return Stream.concat(fields, executables);
    }

    private static boolean isVisible(Member member) {
        return !member.isSynthetic() && (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
    }

    static Contract read(List<String> lines) {
        return new Contract(
                Version.of(lines.get(0).replace("version ", "")), new TreeSet<>(lines.subList(1, lines.size())));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("version " + version));
        lines.addAll(signatures);
        return lines;
    }

    NavigableSet<String> goneFrom(Contract before) {
        NavigableSet<String> gone = new TreeSet<>(before.signatures);
        gone.removeAll(signatures);
        return gone;
    }

    NavigableSet<String> newSince(Contract before) {
        return before.goneFrom(this);
    }

    /** The least version that this may have when it follows another. */
    Version wantedAfter(Contract before) {
        boolean breaks = !goneFrom(before).isEmpty()
                || newSince(before).stream()
                        .anyMatch(signature -> signature.startsWith(DUTY) && isOld(signature, before));
        if (breaks) {
            return new Version(before.version.major() + 1, 0, 0);
        }
        return newSince(before).isEmpty()
                ? before.version
                : new Version(before.version.major(), before.version.minor() + 1, 0);
    }

    /** Whether the type that has this member was there before; a new type's duties break nobody. */
    private static boolean isOld(String signature, Contract before) {
        String method = signature.substring(0, signature.indexOf('('));
        String type = method.substring(method.lastIndexOf(' ') + 1, method.lastIndexOf('.'));
        return before.signatures.stream()
                .anyMatch(it -> !it.contains("(") && it.matches(".*\\s" + type.replace(".", "\\.") + "(<.*)?"));
    }
}
