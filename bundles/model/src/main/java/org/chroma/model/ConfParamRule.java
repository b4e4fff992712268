package org.chroma.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A configuration parameter that can be set: on what, which values it takes, and what it does. On the MGS its key is
 * preceded by the name of the filesystem or target.
 *
 * @param key for example {@code osc.max_dirty_mb}
 * @param owner what it is set on
 * @param values which values it takes
 * @param help a sentence or two for administrators
 */
public record ConfParamRule(String key, Owner owner, Values values, String help) {

    /** What a parameter is set on. */
    public enum Owner {
        MDT,
        OST,
        FILESYSTEM
    }

    /** Which values a parameter takes. */
    public sealed interface Values {

        /** What is wrong with a value, in one sentence; empty where nothing is. */
        Optional<String> problem(String value);

        /** A whole number between two bounds, both included. */
        record Whole(long minimum, long maximum) implements Values {
            private static final Pattern FORM = Pattern.compile("-?[0-9]{1,18}");

            @Override
            public Optional<String> problem(String value) {
                if (!FORM.matcher(value).matches()) {
                    return Optional.of("A whole number is expected");
                }
                long number = Long.parseLong(value);
                if (number >= minimum && number <= maximum) {
                    return Optional.empty();
                }
                return Optional.of(
                        maximum == Long.MAX_VALUE
                                ? "Must be at least " + minimum
                                : "Must be between " + minimum + " and " + maximum);
            }
        }

        /** A percentage; a percent sign may follow. */
        record Percentage() implements Values {
            @Override
            public Optional<String> problem(String value) {
                String number = value.endsWith("%") ? value.substring(0, value.length() - 1) : value;
                return new Whole(0, 100).problem(number).map(problem -> "A percentage from 0 to 100 is expected");
            }
        }

        /** A number of bytes with an optional fraction and an optional unit k, m, g, t or p. */
        record Size() implements Values {
            private static final Pattern FORM = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,6})?[kmgtp]?");

            @Override
            public Optional<String> problem(String value) {
                String lower = value.toLowerCase(Locale.ROOT);
                if (!FORM.matcher(lower).matches() || new BigDecimal(lower.replaceAll("[a-z]", "")).signum() <= 0) {
                    return Optional.of("A size is expected, such as 1m or 512k");
                }
                return Optional.empty();
            }
        }

        /** One of some words. */
        record OneOf(List<String> options) implements Values {
            @Override
            public Optional<String> problem(String value) {
                return options.contains(value)
                        ? Optional.empty()
                        : Optional.of("Must be one of " + String.join(", ", options));
            }
        }
    }

    private static final Map<String, ConfParamRule> ALL = new LinkedHashMap<>();

    static {
        Values count = new Values.Whole(0, Long.MAX_VALUE);
        Values threads = new Values.Whole(1, 8_192);
        Values onOff = new Values.OneOf(List.of("0", "1"));

        add("lov.stripesize", Owner.MDT, new Values.Size(), "Bytes in each stripe of a new file. Default 1m");
        add(
                "lov.stripecount",
                Owner.MDT,
                new Values.Whole(-1, 2_000),
                "Number of OSTs over which a new file is striped; -1 for all. Default 1");
        add(
                "lov.qos_prio_free",
                Owner.MDT,
                new Values.Percentage(),
                "Weight of free space, against spreading, when OSTs are chosen for a new file. Default 91%");
        add(
                "lov.qos_threshold_rr",
                Owner.MDT,
                new Values.Whole(0, 100),
                "Difference of free space in percent below which OSTs are used in turn. Default 17");
        for (String service : List.of("MDS.mds", "MDS.mds_readpage", "MDS.mds_setattr")) {
            threads("mdt." + service, Owner.MDT, threads);
        }
        add(
                "osc.active",
                Owner.OST,
                new Values.Whole(0, 1),
                "0 takes the OST out of use, 1 puts it back into use. Default 1");
        add(
                "osc.max_dirty_mb",
                Owner.OST,
                new Values.Whole(0, 512),
                "Megabytes that a client may write to its cache for the OST before it must send. Default 32");
        add(
                "osc.max_pages_per_rpc",
                Owner.OST,
                new Values.Whole(1, 256),
                "Pages that a client sends or reads with one request. Default 256");
        add(
                "osc.max_rpcs_in_flight",
                Owner.OST,
                new Values.Whole(1, 32),
                "Requests to the OST that a client may have in flight. Default 8");
        add(
                "ost.read_cache_enable",
                Owner.OST,
                onOff,
                "Whether data stays in the server's memory after reading. Default 1");
        add(
                "ost.writethrough_cache_enable",
                Owner.OST,
                onOff,
                "Whether data stays in the server's memory after writing. Default 1");
        add("ost.sync_journal", Owner.OST, onOff, "Whether the journal is written at each commit. Default 0");
        add(
                "ost.readcache_max_filesize",
                Owner.OST,
                new Values.Size(),
                "Size of the largest file that the server's memory caches. Default: no limit");
        add(
                "ost.sync_on_lock_cancel",
                Owner.OST,
                new Values.OneOf(List.of("always", "blocking", "never")),
                "When data goes to disk as a client gives up its lock. Default never");
        for (String service : List.of("OSS.ost", "OSS.ost_io", "OSS.ost_create")) {
            threads("ost." + service, Owner.OST, threads);
        }
        add(
                "llite.max_cached_mb",
                Owner.FILESYSTEM,
                count,
                "Megabytes of file data that a client may keep in memory. Default three quarters of its memory");
        add(
                "llite.max_read_ahead_mb",
                Owner.FILESYSTEM,
                count,
                "Megabytes that a client reads ahead of a sequential reader. Default 40");
        add(
                "llite.max_read_ahead_whole_mb",
                Owner.FILESYSTEM,
                count,
                "Files of up to this many megabytes are read as a whole. Default 2");
        add(
                "llite.statahead_max",
                Owner.FILESYSTEM,
                new Values.Whole(0, 8_192),
                "Directory entries whose attributes a client prefetches; 0 turns this off. Default 32");
        add("sys.at_min", Owner.FILESYSTEM, count, "Lower limit in seconds of the adaptive timeout. Default 0");
        add("sys.at_max", Owner.FILESYSTEM, count, "Upper limit in seconds of the adaptive timeout. Default 600");
        add(
                "sys.at_history",
                Owner.FILESYSTEM,
                count,
                "Seconds for which the slowest reply is remembered. Default 600");
        add(
                "sys.at_early_margin",
                Owner.FILESYSTEM,
                count,
                "Seconds before a timeout at which a server tells a client to wait longer. Default 5");
        add("sys.at_extra", Owner.FILESYSTEM, count, "Seconds by which a server then extends the timeout. Default 30");
        add("sys.timeout", Owner.FILESYSTEM, count, "Seconds that a client waits for a server. Default 100");
        add(
                "sys.ldlm_timeout",
                Owner.FILESYSTEM,
                count,
                "Seconds that a server waits for a client to give up a lock. Default 20");
    }

    private static void threads(String service, Owner owner, Values values) {
        add(service + ".threads_min", owner, values, "Threads that the service " + service + " starts with");
        add(service + ".threads_max", owner, values, "Threads that the service " + service + " may have at most");
    }

    private static void add(String key, Owner owner, Values values, String help) {
        ALL.put(key, new ConfParamRule(key, owner, values, help));
    }

    /** All parameters in their usual order. */
    public static Collection<ConfParamRule> all() {
        return List.copyOf(ALL.values());
    }

    public static List<ConfParamRule> of(Owner owner) {
        List<ConfParamRule> rules = new ArrayList<>(ALL.values());
        rules.removeIf(rule -> rule.owner() != owner);
        return rules;
    }

    public static Optional<ConfParamRule> find(String key) {
        return Optional.ofNullable(ALL.get(key));
    }

    /** What is wrong with setting a parameter on something, in one sentence; empty where nothing is. */
    public static Optional<String> problem(Owner owner, String key, String value) {
        ConfParamRule rule = ALL.get(key);
        if (rule == null) {
            return Optional.of("There is no such parameter");
        }
        if (rule.owner() != owner) {
            return Optional.of(
                    "It is set on " + (rule.owner() == Owner.FILESYSTEM ? "filesystems" : rule.owner() + "s"));
        }
        if (!value.equals(value.strip())) {
            return Optional.of("The value must not begin or end with a blank");
        }
        return rule.values().problem(value);
    }
}
