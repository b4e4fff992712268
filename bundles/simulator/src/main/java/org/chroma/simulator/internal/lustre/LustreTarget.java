package org.chroma.simulator.internal.lustre;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What mkfs.lustre and tunefs.lustre write on a disk, and the kernel changes when it mounts it: the target's identity,
 * flags and parameters, and on an MGT the configuration of its filesystems.
 */
public final class LustreTarget {
    public static final int MDT = 0x1;
    public static final int OST = 0x2;
    public static final int MGS = 0x4;
    public static final int NEEDS_INDEX = 0x10;
    /** Never registered; kept as the {@code :} of the label. */
    public static final int FIRST_TIME = 0x20;

    public static final int UPDATE = 0x40;
    /** To register again; kept as the {@code =} of the label. */
    public static final int WRITECONF = 0x100;

    public static final int NO_PRIMNODE = 0x1000;

    public static final int UNASSIGNED = 0xffff;

    private int flags;
    private String fsname = "";
    private int index = UNASSIGNED;
    private String mountOptions = "";
    private List<String> parameters = new ArrayList<>();
    private String comment = "";
    private boolean mmp;
    private int inodeSize;
    private long inodes;
    private long created;

    /** The name under which the backing filesystem was first used; a target that is renamed later does not start. */
    private @Nullable String identity;
    /** Mounted, or not unmounted since: the next mount has clients to recover. */
    private boolean unclean;

    private @Nullable MgsConfiguration configuration;

    public int flags() {
        return flags;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    public void set(int flag) {
        flags |= flag;
    }

    public void clear(int flag) {
        flags &= ~flag;
    }

    /** An MGT that is not an MDT as well. Its label has no separator, so that some flags cannot be kept. */
    public boolean isPureMgs() {
        return has(MGS) && !has(MDT);
    }

    public String fsname() {
        return fsname;
    }

    public void fsname(String name) {
        fsname = name;
    }

    public int index() {
        return index;
    }

    public void index(int value) {
        index = value;
    }

    public String mountOptions() {
        return mountOptions;
    }

    public void mountOptions(String options) {
        mountOptions = options;
    }

    /** Each {@code key=value}, in the order in which they were given. */
    public List<String> parameters() {
        return parameters;
    }

    /** The NIDs of the MGS's servers: servers are separated by colons, NIDs of one server by commas. */
    public List<String> mgsNids() {
        return nids("mgsnode");
    }

    public List<String> failoverNids() {
        return nids("failover.node");
    }

    private List<String> nids(String key) {
        for (String parameter : parameters) {
            if (parameter.startsWith(key + "=")) {
                return List.of(parameter.substring(key.length() + 1).split(":", -1));
            }
        }
        return List.of();
    }

    public String comment() {
        return comment;
    }

    public void comment(String text) {
        comment = text;
    }

    public boolean mmp() {
        return mmp;
    }

    public void mmp(boolean on) {
        mmp = on;
    }

    public int inodeSize() {
        return inodeSize;
    }

    public long inodes() {
        return inodes;
    }

    /**
     * Notes what mke2fs made.
     *
     * @param created seconds since 1970
     */
    public void backing(int bytesPerInode, long count, long created) {
        inodeSize = bytesPerInode;
        inodes = count;
        this.created = created;
    }

    /** Seconds since 1970. */
    public long created() {
        return created;
    }

    public @Nullable String identity() {
        return identity;
    }

    public void identity(String name) {
        identity = name;
    }

    public boolean unclean() {
        return unclean;
    }

    public void unclean(boolean yes) {
        unclean = yes;
    }

    /** The configuration that an MGS keeps on its disk. */
    public MgsConfiguration configuration() {
        if (configuration == null) {
            configuration = new MgsConfiguration();
        }
        return configuration;
    }

    /** The target's service name, for example {@code lfs-OST0003}. */
    public String name() {
        return name('-');
    }

    /** The volume label, whose separator tells whether the target is registered. */
    public String label() {
        return name(has(FIRST_TIME) ? ':' : has(WRITECONF) ? '=' : '-');
    }

    private String name(char separator) {
        if (isPureMgs()) {
            return "MGS";
        }
        return "%s%c%s%s".formatted(fsname, separator, has(MDT) ? "MDT" : "OST", hex(index));
    }

    public static String hex(int index) {
        return String.format(Locale.ROOT, "%04x", index);
    }

    public LustreTarget copy() {
        LustreTarget copy = new LustreTarget();
        copy.flags = flags;
        copy.fsname = fsname;
        copy.index = index;
        copy.mountOptions = mountOptions;
        copy.parameters = new ArrayList<>(parameters);
        copy.comment = comment;
        copy.mmp = mmp;
        copy.inodeSize = inodeSize;
        copy.inodes = inodes;
        copy.created = created;
        copy.identity = identity;
        copy.unclean = unclean;
        copy.configuration = configuration;
        return copy;
    }
}
