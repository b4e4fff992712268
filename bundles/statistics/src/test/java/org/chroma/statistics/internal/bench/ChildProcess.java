package org.chroma.statistics.internal.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A virtual machine of its own for a part of the benchmark, with the heap that all of it has to do with. */
final class ChildProcess {
    /** The bound that 330,000 series must keep to. */
    static final String HEAP = "-Xmx512m";

    private ChildProcess() {}

    /** @param arguments the directory for everything first */
    static ProcessBuilder java(Class<?> main, List<String> arguments) {
        return java(HEAP, main.getName(), arguments);
    }

    static ProcessBuilder java(String heap, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.add(heap);
        command.add("-XX:+UseSerialGC"); // as the manager is started
        command.add("-Dderby.storage.checkpointInterval=2000000"); // as in the manager's etc/system.properties
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        command.add("-Dderby.stream.error.file=" + Path.of(arguments.get(0), "derby.log"));
        command.add("-classpath");
        command.add(System.getProperty("java.class.path"));
        command.add(main);
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }
}
