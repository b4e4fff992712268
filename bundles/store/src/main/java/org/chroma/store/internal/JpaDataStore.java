package org.chroma.store.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.persistence.EntityManager;
import org.chroma.core.Alert;
import org.chroma.core.Changes;
import org.chroma.core.Command;
import org.chroma.core.Job;
import org.chroma.core.Resource;
import org.chroma.core.StepResult;
import org.chroma.core.port.DataStore;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.Target;
import org.chroma.model.Volume;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Keeps what the core knows as one row for each object. */
@Component
public final class JpaDataStore implements DataStore {
    private static final Aggregate<Host, HostRow> HOSTS = new Aggregate<>(
            Host.class, HostRow.class, HostRow::new, host -> host.id().number(), StatefulRow::take);
    private static final Aggregate<LnetConfiguration, LnetConfigurationRow> LNETS = new Aggregate<>(
            LnetConfiguration.class,
            LnetConfigurationRow.class,
            LnetConfigurationRow::new,
            lnet -> lnet.id().number(),
            StatefulRow::take);
    private static final Aggregate<Target, TargetRow> TARGETS = new Aggregate<>(
            Target.class, TargetRow.class, TargetRow::new, target -> target.id().number(), StatefulRow::take);
    private static final Aggregate<Filesystem, FilesystemRow> FILESYSTEMS = new Aggregate<>(
            Filesystem.class,
            FilesystemRow.class,
            FilesystemRow::new,
            filesystem -> filesystem.id().number(),
            StatefulRow::take);
    private static final Aggregate<Volume, VolumeRow> VOLUMES =
            new Aggregate<>(Volume.class, VolumeRow.class, VolumeRow::new, Volume::id, (row, volume) -> {});
    private static final Aggregate<NumberedParam, ConfParamRow> CONF_PARAMS = new Aggregate<>(
            NumberedParam.class, ConfParamRow.class, ConfParamRow::new, NumberedParam::id, (row, param) -> {});
    private static final Aggregate<Resource, ResourceRow> RESOURCES = new Aggregate<>(
            Resource.class,
            ResourceRow.class,
            ResourceRow::new,
            Resource::id,
            (row, resource) -> row.digest = digest(resource.key()));
    private static final Aggregate<Alert, AlertRow> ALERTS =
            new Aggregate<>(Alert.class, AlertRow.class, AlertRow::new, Alert::id, AlertRow::take);
    private static final Aggregate<Command, CommandRow> COMMANDS =
            new Aggregate<>(Command.class, CommandRow.class, CommandRow::new, Command::id, CommandRow::take);
    private static final Aggregate<Job, JobRow> JOBS =
            new Aggregate<>(Job.class, JobRow.class, JobRow::new, Job::id, JobRow::take);
    private static final Aggregate<StepResult, StepRow> STEPS = new Aggregate<>(
            StepResult.class, StepRow.class, StepRow::new, StepResult::id, (row, step) -> row.job = step.job());

    private final Database database;
    private final Sequences sequences;

    @Activate
    public JpaDataStore(@Reference Database database) {
        this.database = database;
        this.sequences = new Sequences(database);
        for (Aggregate<?, ?> history : List.of(ALERTS, COMMANDS, JOBS)) {
            while (database.call(entityManager -> history.fill(entityManager, HistoryRow.UNFILLED))) {
                // some more
            }
        }
    }

    @Override
    public long nextId(String sequence) {
        return sequences.next(sequence);
    }

    @Override
    public Contents load() {
        return database.call(entityManager -> {
            List<Host> hosts = HOSTS.load(entityManager, StatefulRow.LIVE);
            Set<Object> live = hosts.stream().map(Host::id).collect(Collectors.toSet());
            List<LnetConfiguration> lnets = LNETS.load(entityManager, StatefulRow.LIVE).stream()
                    .filter(lnet -> live.contains(lnet.host()))
                    .toList();
            return new Contents(
                    hosts,
                    lnets,
                    VOLUMES.load(entityManager, ""),
                    TARGETS.load(entityManager, StatefulRow.LIVE),
                    FILESYSTEMS.load(entityManager, StatefulRow.LIVE),
                    CONF_PARAMS.load(entityManager, "").stream()
                            .map(NumberedParam::param)
                            .toList(),
                    RESOURCES.load(entityManager, ""),
                    ALERTS.load(entityManager, ""),
                    COMMANDS.load(entityManager, ""),
                    JOBS.load(entityManager, ""),
                    steps(entityManager));
        });
    }

    private static List<StepResult> steps(EntityManager entityManager) {
        Map<Long, StringBuilder> printed = new HashMap<>();
        entityManager
                .createQuery("select r from ConsoleRow r order by r.id", ConsoleRow.class)
                .getResultStream()
                .forEach(row -> printed.computeIfAbsent(row.step, step -> new StringBuilder())
                        .append(row.text));
        return STEPS.load(entityManager, "").stream()
                .map(step -> {
                    StringBuilder more = printed.get(step.id());
                    return more == null ? step : step.printing(more.toString());
                })
                .toList();
    }

    @Override
    public void commit(Changes changes) {
        // Numbers come before the transaction: reserving some of them is a transaction of its own.
        List<NumberedParam> params = changes.confParams().stream()
                .map(param -> new NumberedParam(nextId("conf_param"), param))
                .toList();
        database.write(entityManager -> {
            HOSTS.put(entityManager, changes.hosts());
            LNETS.put(entityManager, changes.lnetConfigurations());
            VOLUMES.put(entityManager, changes.volumes());
            VOLUMES.delete(entityManager, "r.id in :keys", changes.removedVolumes());
            TARGETS.put(entityManager, changes.targets());
            FILESYSTEMS.put(entityManager, changes.filesystems());
            CONF_PARAMS.put(entityManager, params);
            RESOURCES.put(entityManager, changes.resources());
            RESOURCES.delete(
                    entityManager,
                    "r.digest in :keys",
                    changes.removedResources().stream()
                            .map(JpaDataStore::digest)
                            .toList());
            ALERTS.put(entityManager, changes.alerts());
            putCommands(entityManager, changes.commands());
            JOBS.put(entityManager, changes.jobs());
            STEPS.put(entityManager, changes.steps());
            deleteBy(
                    entityManager,
                    "ConsoleRow r where r.step in :keys",
                    changes.steps().stream().map(StepResult::id).toList());
        });
    }

    private static void putCommands(EntityManager entityManager, List<Command> commands) {
        COMMANDS.put(entityManager, commands);
        if (commands.isEmpty()) {
            return;
        }
        Map<Long, Set<Long>> linked = new HashMap<>();
        entityManager
                .createQuery("select r from CommandJobRow r where r.command in :keys", CommandJobRow.class)
                .setParameter("keys", commands.stream().map(Command::id).toList())
                .getResultStream()
                .forEach(row -> linked.computeIfAbsent(row.command, id -> new HashSet<>())
                        .add(row.job));
        for (Command command : commands) {
            Set<Long> known = linked.computeIfAbsent(command.id(), id -> new HashSet<>());
            for (long job : command.jobs()) {
                if (known.add(job)) {
                    CommandJobRow row = new CommandJobRow();
                    row.command = command.id();
                    row.job = job;
                    entityManager.persist(row);
                }
            }
        }
    }

    @Override
    public void appendConsole(long step, String text) {
        long id = nextId("step_console");
        database.write(entityManager -> {
            ConsoleRow row = new ConsoleRow();
            row.id = id;
            row.step = step;
            // PostgreSQL keeps no NUL in text.
            row.text = text.replace('\0', '\uFFFD');
            entityManager.persist(row);
        });
    }

    @Override
    public Pruned prune(Instant before) {
        return database.call(entityManager -> {
            List<Long> alerts = ended(entityManager, "AlertRow r where r.doneAt < :before", before);
            List<Long> commands = ended(
                    entityManager,
                    "CommandRow r where r.doneAt < :before and not exists (select l from CommandJobRow l, JobRow j"
                            + " where l.command = r.id and j.id = l.job and j.doneAt >= :before)",
                    before);
            deleteBy(entityManager, "CommandJobRow r where r.command in :keys", commands);
            List<Long> jobs = ended(
                    entityManager,
                    "JobRow r where r.doneAt < :before"
                            + " and not exists (select l from CommandJobRow l where l.job = r.id)",
                    before);
            deleteBy(
                    entityManager,
                    "ConsoleRow r where r.step in (select s.id from StepRow s where s.job in :keys)",
                    jobs);
            deleteBy(entityManager, "StepRow r where r.job in :keys", jobs);
            ALERTS.delete(entityManager, "r.id in :keys", alerts);
            COMMANDS.delete(entityManager, "r.id in :keys", commands);
            JOBS.delete(entityManager, "r.id in :keys", jobs);
            return new Pruned(Set.copyOf(alerts), Set.copyOf(commands), Set.copyOf(jobs));
        });
    }

    private static List<Long> ended(EntityManager entityManager, String rows, Instant before) {
        return entityManager
                .createQuery("select r.id from " + rows, Long.class)
                .setParameter("before", before.toEpochMilli())
                .getResultList();
    }

    private static void deleteBy(EntityManager entityManager, String rows, List<Long> keys) {
        for (int from = 0; from < keys.size(); from += 500) {
            entityManager
                    .createQuery("delete from " + rows)
                    .setParameter("keys", keys.subList(from, Math.min(keys.size(), from + 500)))
                    .executeUpdate();
        }
    }

    /** Keys of resources are longer than what an index takes. */
    private static String digest(String key) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
