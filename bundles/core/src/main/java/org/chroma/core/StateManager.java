package org.chroma.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * For those who change things. Every call is carried out on the one thread that writes, in one transaction, and returns
 * when it is on disk; the jobs then run by themselves. Published as an OSGi service by the core.
 *
 * <p>All methods throw {@link InvalidRequestException} with every wrong field named, and {@link ChromaException} with
 * {@link ErrorCode#NOT_FOUND} for ids that do not exist.
 */
@ProviderType
public interface StateManager {

    /**
     * Asks for states of objects.
     *
     * @param user who asks; empty for Chroma itself
     * @return the command that brings them there, or that follows the jobs which are doing so already; empty where
     *     everything is as wanted and will stay so
     */
    Optional<Command> setStates(List<Wanted> wanted, String user);

    /** What {@link #setStates} would do, without doing it. */
    Preview preview(List<Wanted> wanted);

    /** Runs plain jobs, for example a failover. */
    Command runJobs(String message, List<JobRequest> jobs, String user);

    /** What {@link #runJobs} would do. */
    Preview previewJobs(List<JobRequest> jobs);

    /**
     * Cancels a job.
     *
     * @throws InvalidRequestException where it is done, or of a kind that cannot be cancelled
     */
    void cancel(long job, String user);

    /** Adds a server: registers its agent with this manager and sets it up, both as jobs. */
    Created addHost(NewHost host, String user);

    /** Creates a filesystem with all its targets and makes it available. */
    Created createFilesystem(FilesystemRequest request, String user);

    /** The plan of {@link #createFilesystem}, with its validation. */
    Preview previewFilesystem(FilesystemRequest request);

    /** Creates an MGT, or adds an MDT or OST to a filesystem, and starts it. */
    Created addTarget(TargetRequest request, String user);

    /**
     * Says whether {@link #setConfParams} would take these.
     *
     * @throws InvalidRequestException with all that is wrong
     */
    void checkConfParams(ObjectId<?> owner, Map<String, @Nullable String> params);

    /**
     * Sets and clears configuration parameters of a filesystem or target.
     *
     * @param params key to value; null clears
     * @return the command that applies them; empty where nothing changed or the MGT is down (it is applied when it
     *     starts)
     */
    Optional<Command> setConfParams(ObjectId<?> owner, Map<String, @Nullable String> params, String user);

    /** Chooses the primary and failover servers of a volume that no target uses. Nodes not listed are cleared. */
    void editVolume(long volume, List<NodeChoice> nodes, String user);

    void dismissAlert(long alert, boolean dismissed, String user);

    /**
     * A state wanted for an object.
     *
     * @param state in lower case, as in REST
     */
    record Wanted(ObjectId<?> object, String state) {}

    /**
     * A plain job asked for.
     *
     * @param className as in {@link ClusterView.AvailableJob}
     * @param arguments as there; hosts and targets as resource addresses or numbers
     */
    record JobRequest(String className, Map<String, Object> arguments) {}

    /**
     * What was made.
     *
     * @param object null where a command only was made
     */
    record Created(@Nullable ObjectId<?> object, Optional<Command> command) {}

    record NodeChoice(long node, boolean primary, boolean use) {}

    /**
     * A server to add.
     *
     * @param address {@code [user@]host[:port]} of its ordinary SSH service
     * @param credentials for that one connection; null for the manager's own key. Kept in memory only until it is used
     */
    record NewHost(@Nullable String address, @Nullable Credentials credentials) {}

    /**
     * A filesystem to create. Every part may be null or wrong: the validation says so.
     *
     * @param confParams null for none
     */
    record FilesystemRequest(
            @Nullable String name,
            @Nullable MgtChoice mgt,
            @Nullable List<NewTarget> mdts,
            @Nullable List<NewTarget> osts,
            @Nullable Map<String, @Nullable String> confParams) {}

    /** An existing MGT or the volume of a new one: exactly one of them. */
    record MgtChoice(
            @Nullable Long id,
            @Nullable Long volumeId,
            @Nullable Boolean reformat) {}

    record NewTarget(
            @Nullable Long volumeId,
            @Nullable Map<String, @Nullable String> confParams,
            @Nullable Long inodeSize,
            @Nullable Long bytesPerInode,
            @Nullable Long inodeCount,
            @Nullable Boolean reformat) {}

    /**
     * A target to create.
     *
     * @param kind {@code MGT}, {@code MDT} or {@code OST}
     * @param filesystemId for an MDT or OST
     */
    record TargetRequest(
            @Nullable String kind,
            @Nullable Long filesystemId,
            @Nullable NewTarget target) {}
}
