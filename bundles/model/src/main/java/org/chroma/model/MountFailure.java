package org.chroma.model;

import java.io.IOException;
import java.util.stream.Stream;
import org.chroma.spi.Output;

/** Why Lustre did not mount, by the exit code of mount.lustre. */
public enum MountFailure {
    /** 2 */
    MISSING(2, "the mount point or the filesystem does not exist"),
    /** 6 */
    UNKNOWN_TO_MGS(6, "the MGS does not know this target under its name and index"),
    /** 16 */
    IN_USE(16, "the device is in use, perhaps by another server"),
    /** 17 */
    MOUNTED_ALREADY(17, "it is already mounted"),
    /** 19 */
    NOT_LUSTRE(19, "the device does not hold a Lustre target"),
    /** 22 */
    BAD_ARGUMENT(22, "an argument is wrong, for example a NID of the MGS"),
    /** 98 */
    INDEX_IN_USE(98, "its index is in use by another target of the filesystem"),
    /** 110 */
    MGS_UNREACHABLE(110, "the MGS does not answer"),
    /** 114 */
    RUNNING_ALREADY(114, "a target with its name is already running");

    private final int exitCode;
    private final String meaning;

    MountFailure(int exitCode, String meaning) {
        this.exitCode = exitCode;
        this.meaning = meaning;
    }

    /**
     * Accepts success.
     *
     * @param what the device or filesystem that was to be mounted
     * @throws IOException where the mount failed, with the reason in words
     */
    public static void check(Output mount, String what) throws IOException {
        if (!mount.succeeded()) {
            String meaning = Stream.of(values())
                    .filter(each -> each.exitCode == mount.exitCode())
                    .map(each -> each.meaning)
                    .findFirst()
                    .orElse("exit code " + mount.exitCode());
            throw new IOException("%s cannot be mounted: %s (%s)"
                    .formatted(what, meaning, mount.stderr().strip()));
        }
    }
}
