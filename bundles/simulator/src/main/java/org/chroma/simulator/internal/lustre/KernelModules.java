package org.chroma.simulator.internal.lustre;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Lustre's kernel modules, which one needs which, and the file that lists all that are loaded. */
public final class KernelModules {
    public static final String DIRECTORY = "/lib/modules/6.12.95+deb12-amd64";

    private record Module(String name, long bytes, String address, String taint, List<String> needs) {}

    private static final Map<String, Module> LUSTRE = read();
    private static final String BASE = resource("base-modules.txt");

    private KernelModules() {}

    public static boolean isLustre(String module) {
        return LUSTRE.containsKey(module);
    }

    /** A module that every simulated kernel has, Lustre or not. */
    public static boolean isBase(String module) {
        return BASE.startsWith(module + " ") || BASE.contains("\n" + module + " ");
    }

    /** The module and all that it needs, in the order of loading. */
    public static Set<String> closure(String module) {
        Set<String> closure = new LinkedHashSet<>();
        collect(module, closure);
        return closure;
    }

    private static void collect(String name, Set<String> into) {
        Module module = LUSTRE.get(name);
        if (module == null || into.contains(name)) {
            return;
        }
        // The file names the most basic ones last, and insmod takes them first.
        for (int i = module.needs().size() - 1; i >= 0; i--) {
            collect(module.needs().get(i), into);
        }
        into.add(name);
    }

    /** Those of the loaded modules that need this one. */
    public static List<String> users(String module, Collection<String> loaded) {
        List<String> users = new ArrayList<>();
        for (Module other : LUSTRE.values()) {
            if (loaded.contains(other.name()) && other.needs().contains(module)) {
                users.add(other.name());
            }
        }
        return users;
    }

    /** /proc/modules. */
    public static String proc(Collection<String> loaded, boolean inUse) {
        StringBuilder text = new StringBuilder();
        for (Module module : LUSTRE.values()) {
            if (loaded.contains(module.name())) {
                List<String> users = users(module.name(), loaded);
                int count = users.size() + (inUse && users.isEmpty() ? 1 : 0);
                text.append(module.name()).append(' ').append(module.bytes()).append(' ');
                text.append(count).append(' ');
                text.append(users.isEmpty() ? "-" : String.join(",", users) + ",");
                text.append(" Live ").append(module.address());
                text.append(module.taint().equals("-") ? "" : " " + module.taint())
                        .append('\n');
            }
        }
        return text + BASE;
    }

    /** Where the module's file is, for modprobe to name. */
    public static String file(String module) {
        boolean net = List.of("libcfs", "lnet", "ksocklnd").contains(module);
        return "%s/updates/kernel/%s/lustre/%s.ko".formatted(DIRECTORY, net ? "net" : "fs", module);
    }

    private static Map<String, Module> read() {
        Map<String, Module> modules = new LinkedHashMap<>();
        for (String line : resource("lustre-modules.tsv").lines().toList()) {
            if (!line.startsWith("#")) {
                String[] f = line.split("\t", -1);
                List<String> needs = f[4].equals("-") ? List.of() : List.of(f[4].split(",", -1));
                modules.put(f[0], new Module(f[0], Long.parseLong(f[1]), f[2], f[3], needs));
            }
        }
        return modules;
    }

    private static String resource(String name) {
        String path = "/org/chroma/simulator/internal/" + name;
        try (InputStream in = Objects.requireNonNull(KernelModules.class.getResourceAsStream(path), path);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            StringBuilder text = new StringBuilder();
            reader.lines().forEach(line -> text.append(line).append('\n'));
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
