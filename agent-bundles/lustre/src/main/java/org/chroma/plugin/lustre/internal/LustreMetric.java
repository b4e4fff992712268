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
import org.chroma.spi.Sample;
import org.jspecify.annotations.Nullable;

/** Everything that is measured of Lustre: one constant is one metric. */
enum LustreMetric {
    KBYTESTOTAL(
            "kbytestotal",
            Sample.Type.GAUGE,
            "kB",
            "Size of the backing filesystem",
            value("obdfilter.*.kbytestotal", "osd-*.*MDT*.kbytestotal", "osd-*.MGS.kbytestotal")),
    KBYTESFREE(
            "kbytesfree",
            Sample.Type.GAUGE,
            "kB",
            "Free space",
            value("obdfilter.*.kbytesfree", "osd-*.*MDT*.kbytesfree", "osd-*.MGS.kbytesfree")),
    KBYTESAVAIL(
            "kbytesavail",
            Sample.Type.GAUGE,
            "kB",
            "Free space that users may take",
            value("obdfilter.*.kbytesavail", "osd-*.*MDT*.kbytesavail", "osd-*.MGS.kbytesavail")),
    FILESTOTAL(
            "filestotal",
            Sample.Type.GAUGE,
            "files",
            "Number of files or objects that fit",
            value("obdfilter.*.filestotal", "osd-*.*MDT*.filestotal", "osd-*.MGS.filestotal")),
    FILESFREE(
            "filesfree",
            Sample.Type.GAUGE,
            "files",
            "Number of files or objects that still fit",
            value("obdfilter.*.filesfree", "osd-*.*MDT*.filesfree", "osd-*.MGS.filesfree")),
    NUM_EXPORTS(
            "num_exports",
            Sample.Type.GAUGE,
            "connections",
            "Connections of clients and other servers",
            value("obdfilter.*.num_exports", "mdt.*.num_exports", "mgs.*.num_exports")),
    CLIENT_COUNT(
            "client_count",
            Sample.Type.GAUGE,
            "clients",
            "Clients that are connected to the MDT",
            clients("mdt.*.exports.*.uuid")),
    TOT_DIRTY(
            "tot_dirty",
            Sample.Type.GAUGE,
            "bytes",
            "Bytes that clients hold and have not sent yet",
            value("obdfilter.*.tot_dirty")),
    TOT_GRANTED(
            "tot_granted",
            Sample.Type.GAUGE,
            "bytes",
            "Bytes that clients may send without asking",
            value("obdfilter.*.tot_granted")),
    TOT_PENDING(
            "tot_pending",
            Sample.Type.GAUGE,
            "bytes",
            "Bytes that were sent and are not on disk yet",
            value("obdfilter.*.tot_pending")),
    STATS_READ_BYTES(
            "stats_read_bytes",
            Sample.Type.COUNTER,
            "bytes",
            "Bytes that clients read",
            total("read_bytes", "obdfilter.*.stats", "mdt.*.md_stats")),
    STATS_WRITE_BYTES(
            "stats_write_bytes",
            Sample.Type.COUNTER,
            "bytes",
            "Bytes that clients wrote",
            total("write_bytes", "obdfilter.*.stats", "mdt.*.md_stats")),
    STATS_READ("stats_read", Sample.Type.COUNTER, "requests", "Read requests", samples("read", "obdfilter.*.stats")),
    STATS_WRITE(
            "stats_write", Sample.Type.COUNTER, "requests", "Write requests", samples("write", "obdfilter.*.stats")),
    STATS_GETATTR(
            "stats_getattr",
            Sample.Type.COUNTER,
            "requests",
            "Requests for attributes",
            samples("getattr", "obdfilter.*.stats", "mdt.*.md_stats")),
    STATS_SETATTR(
            "stats_setattr",
            Sample.Type.COUNTER,
            "requests",
            "Changes of attributes",
            samples("setattr", "obdfilter.*.stats", "mdt.*.md_stats")),
    STATS_PUNCH("stats_punch", Sample.Type.COUNTER, "requests", "Truncations", samples("punch", "obdfilter.*.stats")),
    STATS_SYNC(
            "stats_sync",
            Sample.Type.COUNTER,
            "requests",
            "Requests to write what is cached to disk",
            samples("sync", "obdfilter.*.stats", "mdt.*.md_stats")),
    STATS_DESTROY(
            "stats_destroy",
            Sample.Type.COUNTER,
            "requests",
            "Objects destroyed",
            samples("destroy", "obdfilter.*.stats")),
    STATS_CREATE(
            "stats_create",
            Sample.Type.COUNTER,
            "requests",
            "Requests to create objects",
            samples("create", "obdfilter.*.stats")),
    STATS_STATFS(
            "stats_statfs",
            Sample.Type.COUNTER,
            "requests",
            "Requests for free space",
            samples("statfs", "obdfilter.*.stats", "mdt.*.md_stats")),
    STATS_GET_INFO(
            "stats_get_info",
            Sample.Type.COUNTER,
            "requests",
            "Requests for information",
            samples("get_info", "obdfilter.*.stats")),
    STATS_SET_INFO(
            "stats_set_info",
            Sample.Type.COUNTER,
            "requests",
            "Requests that set information",
            samples("set_info", "obdfilter.*.stats")),
    STATS_QUOTACTL(
            "stats_quotactl",
            Sample.Type.COUNTER,
            "requests",
            "Quota requests",
            samples("quotactl", "obdfilter.*.stats")),
    STATS_PREALLOC(
            "stats_prealloc",
            Sample.Type.COUNTER,
            "requests",
            "Requests to create objects ahead",
            samples("prealloc", "obdfilter.*.stats")),
    STATS_GET_PAGE(
            "stats_get_page",
            Sample.Type.COUNTER,
            "pages",
            "Pages looked up in the server's cache",
            samples("get_page", "osd-*.*OST*.stats")),
    STATS_CACHE_ACCESS(
            "stats_cache_access",
            Sample.Type.COUNTER,
            "pages",
            "Pages that reads asked the server's cache for",
            total("cache_access", "osd-*.*OST*.stats")),
    STATS_CACHE_HIT(
            "stats_cache_hit",
            Sample.Type.COUNTER,
            "pages",
            "Pages that reads found in the server's cache",
            total("cache_hit", "osd-*.*OST*.stats")),
    STATS_CACHE_MISS(
            "stats_cache_miss",
            Sample.Type.COUNTER,
            "pages",
            "Pages that reads had to take from disk",
            total("cache_miss", "osd-*.*OST*.stats")),
    STATS_OPEN("stats_open", Sample.Type.COUNTER, "requests", "Files opened", samples("open", "mdt.*.md_stats")),
    STATS_CLOSE("stats_close", Sample.Type.COUNTER, "requests", "Files closed", samples("close", "mdt.*.md_stats")),
    STATS_MKNOD("stats_mknod", Sample.Type.COUNTER, "requests", "Files created", samples("mknod", "mdt.*.md_stats")),
    STATS_LINK("stats_link", Sample.Type.COUNTER, "requests", "Hard links made", samples("link", "mdt.*.md_stats")),
    STATS_UNLINK("stats_unlink", Sample.Type.COUNTER, "requests", "Files removed", samples("unlink", "mdt.*.md_stats")),
    STATS_MKDIR("stats_mkdir", Sample.Type.COUNTER, "requests", "Directories made", samples("mkdir", "mdt.*.md_stats")),
    STATS_RMDIR(
            "stats_rmdir", Sample.Type.COUNTER, "requests", "Directories removed", samples("rmdir", "mdt.*.md_stats")),
    STATS_RENAME("stats_rename", Sample.Type.COUNTER, "requests", "Renames", samples("rename", "mdt.*.md_stats")),
    STATS_GETXATTR(
            "stats_getxattr",
            Sample.Type.COUNTER,
            "requests",
            "Requests for extended attributes",
            samples("getxattr", "mdt.*.md_stats")),
    STATS_SETXATTR(
            "stats_setxattr",
            Sample.Type.COUNTER,
            "requests",
            "Changes of extended attributes",
            samples("setxattr", "mdt.*.md_stats")),
    STATS_SAMEDIR_RENAME(
            "stats_samedir_rename",
            Sample.Type.COUNTER,
            "requests",
            "Renames within a directory",
            samples("samedir_rename", "mdt.*.md_stats")),
    STATS_CROSSDIR_RENAME(
            "stats_crossdir_rename",
            Sample.Type.COUNTER,
            "requests",
            "Renames from one directory to another",
            samples("crossdir_rename", "mdt.*.md_stats")),
    STATS_READPAGE(
            "stats_readpage",
            Sample.Type.COUNTER,
            "requests",
            "Requests for pages of directories",
            samples("readpage", "mdt.*.md_stats")),
    LNET_MSGS_ALLOC("lnet_msgs_alloc", Sample.Type.GAUGE, "messages", "LNet: messages in memory", field(0, "stats")),
    LNET_ERRORS("lnet_errors", Sample.Type.COUNTER, "messages", "LNet: messages that failed", field(2, "stats")),
    LNET_SEND_COUNT("lnet_send_count", Sample.Type.COUNTER, "messages", "LNet: messages sent", field(3, "stats")),
    LNET_RECV_COUNT("lnet_recv_count", Sample.Type.COUNTER, "messages", "LNet: messages received", field(4, "stats")),
    LNET_ROUTE_COUNT(
            "lnet_route_count", Sample.Type.COUNTER, "messages", "LNet: messages routed for others", field(5, "stats")),
    LNET_DROP_COUNT("lnet_drop_count", Sample.Type.COUNTER, "messages", "LNet: messages dropped", field(6, "stats")),
    LNET_SEND_LENGTH("lnet_send_length", Sample.Type.COUNTER, "bytes", "LNet: bytes sent", field(7, "stats")),
    LNET_RECV_LENGTH("lnet_recv_length", Sample.Type.COUNTER, "bytes", "LNet: bytes received", field(8, "stats")),
    LNET_ROUTE_LENGTH(
            "lnet_route_length", Sample.Type.COUNTER, "bytes", "LNet: bytes routed for others", field(9, "stats")),
    LNET_DROP_LENGTH("lnet_drop_length", Sample.Type.COUNTER, "bytes", "LNet: bytes dropped", field(10, "stats"));

    private static final Map<String, LustreMetric> BY_SERIES =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(LustreMetric::series, metric -> metric));

    private final String series;
    private final Sample.Type type;
    private final String unit;
    private final String help;
    private final MetricSource source;

    LustreMetric(String series, Sample.Type type, String unit, String help, MetricSource source) {
        this.series = series;
        this.type = type;
        this.unit = unit;
        this.help = help;
        this.source = source;
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
        return series;
    }

    Sample.Type type() {
        return type;
    }

    /** What is counted, for example {@code bytes}; a counter's rate is in these per second. */
    String unit() {
        return unit;
    }

    /** What it tells, in a few words. */
    String help() {
        return help;
    }

    MetricSource source() {
        return source;
    }
}
