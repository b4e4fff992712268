package org.chroma.plugin.lustre.internal;

import static org.chroma.plugin.lustre.internal.MetricSource.clients;
import static org.chroma.plugin.lustre.internal.MetricSource.field;
import static org.chroma.plugin.lustre.internal.MetricSource.samples;
import static org.chroma.plugin.lustre.internal.MetricSource.total;
import static org.chroma.plugin.lustre.internal.MetricSource.value;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chroma.spi.Metric;
import org.chroma.spi.Metric.About;
import org.chroma.spi.Metric.Family;
import org.chroma.spi.Metric.Total;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is measured of Lustre: one constant is one metric, what it means and where it is read. Names in
 * Prometheus are
 * those that Lustre's exporters (of HPE, GSI and Whamcloud) gave, so that dashboards made for them show these
 * readings too.
 */
enum LustreMetric {
    KBYTESTOTAL(
            space("kbytestotal", "kB", Total.OSTS, Family.gauge("lustre_capacity_kilobytes", "Size of the target"))
                    .chart("Space used", "size"),
            value("obdfilter.*.kbytestotal", "osd-*.*MDT*.kbytestotal", "osd-*.MGS.kbytestotal")),
    KBYTESFREE(
            space("kbytesfree", "kB", Total.OSTS, Family.gauge("lustre_free_kilobytes", "Free space of the target"))
                    .chart("Space used", "free"),
            value("obdfilter.*.kbytesfree", "osd-*.*MDT*.kbytesfree", "osd-*.MGS.kbytesfree")),
    KBYTESAVAIL(
            space(
                    "kbytesavail",
                    "kB",
                    Total.OSTS,
                    Family.gauge("lustre_available_kilobytes", "Free space that users may take")),
            value("obdfilter.*.kbytesavail", "osd-*.*MDT*.kbytesavail", "osd-*.MGS.kbytesavail")),
    FILESTOTAL(
            space("filestotal", "files", Total.MDTS, Family.gauge("lustre_inodes_maximum", "Files or objects that fit"))
                    .chart("Files used", "fit"),
            value("obdfilter.*.filestotal", "osd-*.*MDT*.filestotal", "osd-*.MGS.filestotal")),
    FILESFREE(
            space(
                            "filesfree",
                            "files",
                            Total.MDTS,
                            Family.gauge("lustre_inodes_free", "Files or objects that still fit"))
                    .chart("Files used", "still fit"),
            value("obdfilter.*.filesfree", "osd-*.*MDT*.filesfree", "osd-*.MGS.filesfree")),
    NUM_EXPORTS(
            // The names of this and the three of tot_ end like those of counters, but their values also fall.
            exports(
                    "num_exports",
                    "connections",
                    About.TARGET,
                    Family.unknown("lustre_exports_total", "Connections of clients and servers now")),
            value("obdfilter.*.num_exports", "mdt.*.num_exports", "mgs.*.num_exports")),
    CLIENT_COUNT(
            exports(
                    "client_count",
                    "clients",
                    About.MDT,
                    Family.gauge("lustre_connected_clients", "Clients that are connected to the MDT")),
            clients("mdt.*.exports.*.uuid")),
    TOT_DIRTY(
            exports(
                    "tot_dirty",
                    "bytes",
                    About.OST,
                    Family.unknown("lustre_exports_dirty_total", "Bytes that clients hold now and have not sent yet")),
            value("obdfilter.*.tot_dirty")),
    TOT_GRANTED(
            exports(
                    "tot_granted",
                    "bytes",
                    About.OST,
                    Family.unknown("lustre_exports_granted_total", "Bytes that clients may send now without asking")),
            value("obdfilter.*.tot_granted")),
    TOT_PENDING(
            exports(
                    "tot_pending",
                    "bytes",
                    About.OST,
                    Family.unknown("lustre_exports_pending_total", "Bytes that were sent and are not on disk yet")),
            value("obdfilter.*.tot_pending")),
    STATS_READ_BYTES(
            moved(
                            "stats_read_bytes",
                            "bytes",
                            About.TARGET,
                            Family.counter("lustre_read_bytes", "Bytes that clients read"))
                    .chart("Bandwidth", "Read"),
            total("read_bytes", "obdfilter.*.stats", "mdt.*.md_stats")),
    STATS_WRITE_BYTES(
            moved(
                            "stats_write_bytes",
                            "bytes",
                            About.TARGET,
                            Family.counter("lustre_write_bytes", "Bytes that clients wrote"))
                    .chart("Bandwidth", "Write"),
            total("write_bytes", "obdfilter.*.stats", "mdt.*.md_stats")),
    STATS_READ(
            moved("stats_read", "requests", About.OST, Family.counter("lustre_read_samples", "Read requests")),
            samples("read", "obdfilter.*.stats")),
    STATS_WRITE(
            moved("stats_write", "requests", About.OST, Family.counter("lustre_write_samples", "Write requests")),
            samples("write", "obdfilter.*.stats")),
    STATS_GETATTR(
            operation("getattr", About.TARGET, "Requests for attributes").chart("Metadata operations", "getattr"),
            samples("getattr", "obdfilter.*.stats", "mdt.*.md_stats")),
    STATS_SETATTR(
            operation("setattr", About.TARGET, "Changes of attributes").chart("Metadata operations", "setattr"),
            samples("setattr", "obdfilter.*.stats", "mdt.*.md_stats")),
    STATS_PUNCH(operation("punch", About.OST, "Truncations"), samples("punch", "obdfilter.*.stats")),
    STATS_SYNC(
            operation("sync", About.TARGET, "Requests to write what is cached to disk"),
            samples("sync", "obdfilter.*.stats", "mdt.*.md_stats")),
    STATS_DESTROY(operation("destroy", About.OST, "Objects destroyed"), samples("destroy", "obdfilter.*.stats")),
    STATS_CREATE(operation("create", About.OST, "Requests to create objects"), samples("create", "obdfilter.*.stats")),
    STATS_STATFS(
            operation("statfs", About.TARGET, "Requests for free space").chart("Metadata operations", "statfs"),
            samples("statfs", "obdfilter.*.stats", "mdt.*.md_stats")),
    STATS_GET_INFO(
            operation("get_info", About.OST, "Requests for information"), samples("get_info", "obdfilter.*.stats")),
    STATS_SET_INFO(
            operation("set_info", About.OST, "Requests that set information"),
            samples("set_info", "obdfilter.*.stats")),
    STATS_QUOTACTL(operation("quotactl", About.OST, "Quota requests"), samples("quotactl", "obdfilter.*.stats")),
    STATS_PREALLOC(
            operation("prealloc", About.OST, "Requests to create objects ahead"),
            samples("prealloc", "obdfilter.*.stats")),
    STATS_GET_PAGE(
            operation("get_page", About.OST, "Pages looked up in the server's cache")
                    .unit("pages"),
            samples("get_page", "osd-*.*OST*.stats")),
    STATS_CACHE_ACCESS(
            cached("access", "Pages that reads asked the server's cache for"),
            total("cache_access", "osd-*.*OST*.stats")),
    STATS_CACHE_HIT(
            cached("hit", "Pages that reads found in the server's cache"), total("cache_hit", "osd-*.*OST*.stats")),
    STATS_CACHE_MISS(
            cached("miss", "Pages that reads had to take from disk"), total("cache_miss", "osd-*.*OST*.stats")),
    STATS_OPEN(
            operation("open", About.MDT, "Files opened").chart("Metadata operations", "open"),
            samples("open", "mdt.*.md_stats")),
    STATS_CLOSE(
            operation("close", About.MDT, "Files closed").chart("Metadata operations", "close"),
            samples("close", "mdt.*.md_stats")),
    STATS_MKNOD(
            operation("mknod", About.MDT, "Files created").chart("Metadata operations", "mknod"),
            samples("mknod", "mdt.*.md_stats")),
    STATS_LINK(
            operation("link", About.MDT, "Hard links made").chart("Metadata operations", "link"),
            samples("link", "mdt.*.md_stats")),
    STATS_UNLINK(
            operation("unlink", About.MDT, "Files removed").chart("Metadata operations", "unlink"),
            samples("unlink", "mdt.*.md_stats")),
    STATS_MKDIR(
            operation("mkdir", About.MDT, "Directories made").chart("Metadata operations", "mkdir"),
            samples("mkdir", "mdt.*.md_stats")),
    STATS_RMDIR(
            operation("rmdir", About.MDT, "Directories removed").chart("Metadata operations", "rmdir"),
            samples("rmdir", "mdt.*.md_stats")),
    STATS_RENAME(
            operation("rename", About.MDT, "Renames").chart("Metadata operations", "rename"),
            samples("rename", "mdt.*.md_stats")),
    STATS_GETXATTR(
            operation("getxattr", About.MDT, "Requests for extended attributes")
                    .chart("Metadata operations", "getxattr"),
            samples("getxattr", "mdt.*.md_stats")),
    STATS_SETXATTR(
            operation("setxattr", About.MDT, "Changes of extended attributes"), samples("setxattr", "mdt.*.md_stats")),
    STATS_SAMEDIR_RENAME(
            operation("samedir_rename", About.MDT, "Renames within a directory"),
            samples("samedir_rename", "mdt.*.md_stats")),
    STATS_CROSSDIR_RENAME(
            operation("crossdir_rename", About.MDT, "Renames from one directory to another"),
            samples("crossdir_rename", "mdt.*.md_stats")),
    STATS_READPAGE(
            operation("readpage", About.MDT, "Requests for pages of directories"),
            samples("readpage", "mdt.*.md_stats")),
    LNET_MSGS_ALLOC(
            lnet(
                    Metric.gauge("lnet_msgs_alloc"),
                    "messages",
                    Family.gauge("lustre_allocated", "LNet messages in memory")),
            field(0, "stats")),
    LNET_ERRORS(
            lnet(
                    Metric.counter("lnet_errors"),
                    "messages",
                    Family.counter("lustre_errors", "LNet messages that failed")),
            field(2, "stats")),
    LNET_SEND_COUNT(
            lnet(
                    Metric.counter("lnet_send_count"),
                    "messages",
                    Family.counter("lustre_send_count", "LNet messages sent")),
            field(3, "stats")),
    LNET_RECV_COUNT(
            lnet(
                    Metric.counter("lnet_recv_count"),
                    "messages",
                    Family.counter("lustre_receive_count", "LNet messages received")),
            field(4, "stats")),
    LNET_ROUTE_COUNT(
            lnet(
                    Metric.counter("lnet_route_count"),
                    "messages",
                    Family.counter("lustre_route_count", "LNet messages routed for others")),
            field(5, "stats")),
    LNET_DROP_COUNT(
            lnet(
                    Metric.counter("lnet_drop_count"),
                    "messages",
                    Family.counter("lustre_drop_count", "LNet messages dropped")),
            field(6, "stats")),
    LNET_SEND_LENGTH(
            lnet(
                    Metric.counter("lnet_send_length"),
                    "bytes",
                    Family.counter("lustre_send_bytes", "Bytes that LNet sent")),
            field(7, "stats")),
    LNET_RECV_LENGTH(
            lnet(
                    Metric.counter("lnet_recv_length"),
                    "bytes",
                    Family.counter("lustre_receive_bytes", "Bytes that LNet received")),
            field(8, "stats")),
    LNET_ROUTE_LENGTH(
            lnet(
                    Metric.counter("lnet_route_length"),
                    "bytes",
                    Family.counter("lustre_route_bytes", "Bytes that LNet routed for others")),
            field(9, "stats")),
    LNET_DROP_LENGTH(
            lnet(
                    Metric.counter("lnet_drop_length"),
                    "bytes",
                    Family.counter("lustre_drop_bytes", "Bytes that LNet dropped")),
            field(10, "stats"));

    private static final Map<String, LustreMetric> BY_SERIES =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(LustreMetric::series, metric -> metric));

    private final Metric declaration;
    private final MetricSource source;

    LustreMetric(Metric.Builder declaration, MetricSource source) {
        this.declaration = declaration.build();
        this.source = source;
    }

    private static Metric.Builder space(String series, String unit, Total total, Family family) {
        return Metric.gauge(series)
                .unit(unit)
                .help(family.help())
                .about(About.TARGET)
                .total(total)
                .family(family);
    }

    private static Metric.Builder exports(String series, String unit, About about, Family family) {
        return Metric.gauge(series)
                .unit(unit)
                .help(family.help())
                .about(about)
                .total(Total.SUM)
                .family(family);
    }

    private static Metric.Builder moved(String series, String unit, About about, Family family) {
        return Metric.counter(series)
                .unit(unit)
                .help(family.help())
                .about(about)
                .total(Total.SUM)
                .family(family);
    }

    private static Metric.Builder operation(String operation, About about, String help) {
        return Metric.counter("stats_" + operation)
                .unit("requests")
                .help(help)
                .about(about)
                .total(Total.SUM)
                .family(Family.counter("lustre_stats", "Operations by kind, of clients on the target"))
                .label("operation", operation);
    }

    private static Metric.Builder cached(String result, String help) {
        return Metric.counter("stats_cache_" + result)
                .unit("pages")
                .help(help)
                .about(About.OST)
                .total(Total.SUM)
                .family(Family.counter(
                        "chroma_ost_cache_pages",
                        "Pages that reads wanted of the server's cache, found in it, or had to take from disk"))
                .label("result", result);
    }

    private static Metric.Builder lnet(Metric.Builder metric, String unit, Family family) {
        return metric.unit(unit)
                .help(family.help())
                .about(About.SERVER)
                .total(Total.SUM)
                .family(family)
                .label("lnet", "lnet");
    }

    /** The metric with a series' name; null for a name that this version does not know. */
    static @Nullable LustreMetric ofSeries(String series) {
        return BY_SERIES.get(series);
    }

    /** Every pattern that {@code lctl get_param} is asked for, each once. */
    static List<String> patterns() {
        return Stream.of(values())
                .flatMap(metric -> metric.source.patterns().stream())
                .distinct()
                .toList();
    }

    /** Its name in metric queries, for example {@code stats_read_bytes}. */
    String series() {
        return declaration.name();
    }

    Metric declaration() {
        return declaration;
    }

    MetricSource source() {
        return source;
    }
}
