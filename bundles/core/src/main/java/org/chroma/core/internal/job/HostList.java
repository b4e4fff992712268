package org.chroma.core.internal.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.chroma.core.Cluster;
import org.chroma.model.Host;

/** The argument {@code hosts} of jobs on several servers; left out it means all of them. */
public final class HostList {
    private HostList() {}

    public static List<Host> of(Map<String, String> arguments, Cluster cluster) {
        List<Long> numbers = Arguments.numbers(arguments, "hosts");
        if (numbers == null) {
            return List.copyOf(cluster.hosts());
        }
        if (numbers.isEmpty()) {
            throw Arguments.wrong("hosts", "The list of servers is empty; leave it out for all servers");
        }
        List<Host> hosts = new ArrayList<>();
        for (long number : numbers) {
            hosts.add(cluster.host(Host.KIND.id(number))
                    .orElseThrow(() -> new NoSuchElementException("host/%d does not exist".formatted(number))));
        }
        return hosts;
    }

    public static String names(List<Host> hosts) {
        return hosts.size() > 4
                ? hosts.size() + " servers"
                : hosts.stream().map(Host::label).collect(Collectors.joining(", "));
    }
}
