package org.chroma.core;

import java.util.Set;

/** The jobs of the core itself. Plugins bring others, which have names of their own. */
public enum JobName {
    SETUP_HOST("SetupHostJob"),
    ENABLE_LNET("EnableLNetJob"),
    LOAD_LNET("LoadLNetJob"),
    UNLOAD_LNET("UnloadLNetJob"),
    START_LNET("StartLNetJob"),
    STOP_LNET("StopLNetJob"),
    REMOVE_UNCONFIGURED_HOST("RemoveUnconfiguredHostJob"),
    REMOVE_HOST("RemoveHostJob"),
    FORCE_REMOVE_HOST("ForceRemoveHostJob"),
    GET_LNET_STATE("GetLNetStateJob"),
    CONFIGURE_LNET("ConfigureLNetJob"),
    RELEARN_NIDS("RelearnNidsJob"),
    UPDATE_NIDS("UpdateNidsJob"),
    DETECT_TARGETS("DetectTargetsJob"),
    FORMAT_TARGET("FormatTargetJob"),
    REGISTER_TARGET("RegisterTargetJob"),
    CONFIGURE_TARGET("ConfigureTargetJob"),
    START_TARGET("StartTargetJob"),
    STOP_TARGET("StopTargetJob"),
    REMOVE_CONFIGURED_TARGET("RemoveConfiguredTargetJob"),
    REMOVE_TARGET("RemoveTargetJob"),
    FORGET_TARGET("ForgetTargetJob"),
    FAILOVER_TARGET("FailoverTargetJob"),
    FAILBACK_TARGET("FailbackTargetJob"),
    APPLY_CONF_PARAMS("ApplyConfParamsJob"),
    START_STOPPED_FILESYSTEM("StartStoppedFilesystemJob"),
    START_UNAVAILABLE_FILESYSTEM("StartUnavailableFilesystemJob"),
    STOP_UNAVAILABLE_FILESYSTEM("StopUnavailableFilesystemJob"),
    REMOVE_FILESYSTEM("RemoveFilesystemJob"),
    FORGET_FILESYSTEM("ForgetFilesystemJob");

    private static final Set<JobName> LNET_MOVERS = Set.of(LOAD_LNET, UNLOAD_LNET, START_LNET, STOP_LNET);

    private final String className;

    JobName(String className) {
        this.className = className;
    }

    /** The name in REST, ending in {@code Job}. */
    public String className() {
        return className;
    }

    static boolean movesLnet(String className) {
        return LNET_MOVERS.stream().anyMatch(name -> name.className.equals(className));
    }
}
