package org.chroma.plugin.lustre.internal.targets;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.chroma.model.Nid;

/** NIDs of several servers, one group for each, as Lustre's programs take and show them. */
record NidGroups(List<List<Nid>> groups) {

    static NidGroups of(List<List<String>> groups) {
        return new NidGroups(groups.stream()
                .map(group -> group.stream().map(Nid::new).toList())
                .filter(group -> !group.isEmpty())
                .toList());
    }

    /** Reads what Lustre shows: servers parted by colons, a server's NIDs by commas, perhaps in several parameters. */
    static NidGroups parse(List<String> values) {
        return of(values.stream()
                .flatMap(value -> Stream.of(value.split(SERVER_SEPARATOR, -1)))
                .map(server -> List.of(server.split(",", -1)))
                .toList());
    }

    // A colon parts servers only behind a network's name: an IPv6 address holds colons too.
    private static final String SERVER_SEPARATOR = "(?<=@[a-z0-9]{1,16}):";

    /** One option for each server, its NIDs joined by commas. */
    List<String> options(String option) {
        List<String> options = new ArrayList<>();
        for (List<Nid> group : groups) {
            options.add(option + "="
                    + String.join(
                            ",", group.stream().map(NidGroups::asLustreWritesIt).toList()));
        }
        return options;
    }

    /** Lustre leaves out the number of a first network: {@code tcp}, not {@code tcp0}. */
    private static String asLustreWritesIt(Nid nid) {
        return nid.text().replaceFirst("(?<=[a-z])0$", "");
    }
}
