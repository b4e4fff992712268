package org.chroma.statistics.internal.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps blocks in a database, Derby or PostgreSQL, in tables of its own.
 *
 * <p>The blocks of a resolution are spread over tables by the time at which they end. So letting old data go is
 * dropping a table, whatever it held; the table {@code R3D_PARTITION} says which table holds what.
 */
public final class JdbcBlockStore implements BlockStore {
    private static final int KEY_LENGTH = 255;
    private static final int PARTITIONS_PER_RETENTION = 4;

    private record Partition(long id, long resolution, long begin, long end, AtomicLong bytes) {
        String table() {
            return "R3D_BLOCK_" + id;
        }
    }

    private final DataSource source;
    private final ToLongFunction<Long> retention;
    private final boolean derby;
    private final List<Partition> partitions = new CopyOnWriteArrayList<>();
    private final Map<Partition, String> selects = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * Makes the tables where they are missing.
     *
     * @param retention milliseconds for which blocks of a resolution are kept at least
     */
    public JdbcBlockStore(DataSource source, ToLongFunction<Long> retention) throws IOException {
        this.source = source;
        this.retention = retention;
        try (Connection connection = source.getConnection()) {
            DatabaseMetaData database = connection.getMetaData();
            derby = database.getDatabaseProductName().contains("Derby");
            connection.setAutoCommit(false);
            if (!exists(database, "R3D_ENTITY")) {
                create(connection);
            }
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT ID, RESOLUTION, BEGIN_TIME, END_TIME, BYTES FROM R3D_PARTITION ORDER BY"
                                    + " BEGIN_TIME")) {
                while (rows.next()) {
                    Partition partition = new Partition(
                            rows.getLong(1),
                            rows.getLong(2),
                            rows.getLong(3),
                            rows.getLong(4),
                            new AtomicLong(rows.getLong(5)));
                    partitions.add(partition);
                    bytes.addAndGet(rows.getLong(5));
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IOException("The statistics tables cannot be opened", e);
        }
    }

    private static boolean exists(DatabaseMetaData database, String table) throws SQLException {
        String name = database.storesLowerCaseIdentifiers() ? table.toLowerCase(Locale.ROOT) : table;
        try (ResultSet found = database.getTables(null, null, name, new String[] {"TABLE"})) {
            return found.next();
        }
    }

    private String blob() {
        return derby ? "BLOB(256M)" : "BYTEA";
    }

    private void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE R3D_ENTITY (ID BIGINT NOT NULL PRIMARY KEY, ENTITY_KEY VARCHAR(" + KEY_LENGTH
                            + ") NOT NULL, DEFINITION " + blob() + ", RESUME " + blob() + ", CARRY " + blob() + ")");
            statement.execute("CREATE TABLE R3D_PARTITION (ID BIGINT NOT NULL PRIMARY KEY, RESOLUTION BIGINT NOT NULL,"
                    + " BEGIN_TIME BIGINT NOT NULL, END_TIME BIGINT NOT NULL, BYTES BIGINT NOT NULL)");
        }
    }

    @Override
    public List<Stored> load() throws IOException {
        List<Stored> all = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT ID, ENTITY_KEY, DEFINITION, RESUME, CARRY FROM R3D_ENTITY")) {
            while (rows.next()) {
                all.add(new Stored(rows.getLong(1), rows.getString(2), bytes(rows, 3), bytes(rows, 4), bytes(rows, 5)));
            }
        } catch (SQLException e) {
            throw new IOException("Statistics entities cannot be read", e);
        }
        return all;
    }

    private static byte[] bytes(ResultSet rows, int column) throws SQLException {
        byte[] value = rows.getBytes(column);
        return value == null ? new byte[0] : value;
    }

    @Override
    public synchronized void save(Collection<Flush> flushes) throws IOException {
        if (flushes.isEmpty()) {
            return;
        }
        List<Partition> created = new ArrayList<>();
        Map<Partition, Long> added = new HashMap<>();
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Map<Partition, PreparedStatement> inserts = new HashMap<>();
                for (Flush flush : flushes) {
                    entity(connection, flush);
                    for (Block block : flush.blocks()) {
                        Partition partition = partition(connection, block, created);
                        PreparedStatement insert = inserts.get(partition);
                        if (insert == null) {
                            insert = connection.prepareStatement("INSERT INTO " + partition.table()
                                    + " (ENTITY, END_TIME, START_TIME, DATA) VALUES (?, ?, ?, ?)");
                            inserts.put(partition, insert);
                        }
                        insert.setLong(1, block.entity());
                        insert.setLong(2, block.end());
                        insert.setLong(3, block.start());
                        insert.setBytes(4, block.data());
                        insert.addBatch();
                        added.merge(partition, (long) block.data().length, Long::sum);
                    }
                }
                for (PreparedStatement insert : inserts.values()) {
                    insert.executeBatch();
                    insert.close();
                }
                for (Map.Entry<Partition, Long> entry : added.entrySet()) {
                    execute(
                            connection,
                            "UPDATE R3D_PARTITION SET BYTES = BYTES + ? WHERE ID = ?",
                            entry.getValue(),
                            entry.getKey().id());
                }
                connection.commit();
            } catch (SQLException | RuntimeException | Error e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new IOException("Statistics blocks cannot be stored", e);
        }
        partitions.addAll(created);
        added.forEach((partition, more) -> {
            partition.bytes().addAndGet(more);
            bytes.addAndGet(more);
        });
    }

    private static void entity(Connection connection, Flush flush) throws SQLException {
        StringBuilder set = new StringBuilder();
        List<byte[]> parts = new ArrayList<>();
        part(set, parts, "DEFINITION", flush.definition());
        part(set, parts, "RESUME", flush.resume());
        part(set, parts, "CARRY", flush.carry());
        if (parts.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE R3D_ENTITY SET " + set + " WHERE ID = ?")) {
            for (int i = 0; i < parts.size(); i++) {
                update.setBytes(i + 1, parts.get(i));
            }
            update.setLong(parts.size() + 1, flush.id());
            if (update.executeUpdate() > 0) {
                return;
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO R3D_ENTITY (ID, ENTITY_KEY, DEFINITION, RESUME, CARRY) VALUES (?, ?, ?, ?, ?)")) {
            insert.setLong(1, flush.id());
            insert.setString(2, flush.key());
            insert.setBytes(3, flush.definition());
            insert.setBytes(4, flush.resume());
            insert.setBytes(5, flush.carry());
            insert.executeUpdate();
        }
    }

    private static void part(StringBuilder set, List<byte[]> parts, String column, byte @Nullable [] value) {
        if (value != null) {
            set.append(parts.isEmpty() ? "" : ", ").append(column).append(" = ?");
            parts.add(value);
        }
    }

    private Partition partition(Connection connection, Block block, List<Partition> created) throws SQLException {
        for (List<Partition> known : List.of(partitions, created)) {
            for (Partition partition : known) {
                if (partition.resolution() == block.resolution()
                        && partition.begin() <= block.end()
                        && block.end() < partition.end()) {
                    return partition;
                }
            }
        }
        long length = Math.max(3_600_000, retention.applyAsLong(block.resolution()) / PARTITIONS_PER_RETENTION);
        long begin = Math.floorDiv(block.end(), length) * length;
        long end = begin + length;
        long id = 1;
        for (List<Partition> known : List.of(partitions, created)) {
            for (Partition partition : known) {
                id = Math.max(id, partition.id() + 1);
                if (partition.resolution() == block.resolution()) {
                    // a changed retention: fill the room between what is there
                    begin = partition.end() <= block.end() ? Math.max(begin, partition.end()) : begin;
                    end = partition.begin() > block.end() ? Math.min(end, partition.begin()) : end;
                }
            }
        }
        Partition fresh = new Partition(id, block.resolution(), begin, end, new AtomicLong());
        createTable(connection, fresh);
        execute(
                connection,
                "INSERT INTO R3D_PARTITION (ID, RESOLUTION, BEGIN_TIME, END_TIME, BYTES) VALUES (?, ?, ?, ?, 0)",
                id,
                block.resolution(),
                begin,
                end);
        created.add(fresh);
        return fresh;
    }

    /** Blocks never grow, so no room is reserved for that in Derby's pages. */
    private void createTable(Connection connection, Partition partition) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (derby) {
                derbyProperty(connection, "derby.storage.pageReservedSpace", "0");
            }
            statement.execute("CREATE TABLE " + partition.table()
                    + " (ENTITY BIGINT NOT NULL, END_TIME BIGINT NOT NULL, START_TIME BIGINT NOT NULL, DATA " + blob()
                    + " NOT NULL, PRIMARY KEY (ENTITY, END_TIME))");
        } finally {
            if (derby) {
                derbyProperty(connection, "derby.storage.pageReservedSpace", null);
            }
        }
    }

    private static void derbyProperty(Connection connection, String name, @Nullable String value) throws SQLException {
        try (PreparedStatement call =
                connection.prepareStatement("CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY(?, ?)")) {
            call.setString(1, name);
            if (value == null) {
                call.setNull(2, Types.VARCHAR);
            } else {
                call.setString(2, value);
            }
            call.execute();
        }
    }

    private static void execute(Connection connection, String sql, long... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setLong(i + 1, arguments[i]);
            }
            statement.executeUpdate();
        }
    }

    @Override
    public List<byte[]> read(long entity, long resolution, long from, long to) throws IOException {
        List<byte[]> found = new ArrayList<>();
        try (Connection connection = source.getConnection()) {
            for (Partition partition : partitions) {
                if (partition.resolution() != resolution || partition.end() <= from || partition.begin() > to) {
                    continue;
                }
                String sql = selects.computeIfAbsent(
                        partition,
                        p -> "SELECT DATA FROM " + p.table()
                                + " WHERE ENTITY = ? AND END_TIME >= ? AND END_TIME <= ? ORDER BY END_TIME");
                try (PreparedStatement select = connection.prepareStatement(sql)) {
                    select.setLong(1, entity);
                    select.setLong(2, from);
                    select.setLong(3, to);
                    try (ResultSet rows = select.executeQuery()) {
                        while (rows.next()) {
                            found.add(rows.getBytes(1));
                        }
                    }
                } catch (SQLException e) {
                    if (partitions.contains(partition)) {
                        throw e;
                    }
                }
            }
        } catch (SQLException e) {
            throw new IOException("Statistics blocks of entity " + entity + " cannot be read", e);
        }
        return found;
    }

    @Override
    public synchronized void drop(long entity) throws IOException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                for (Partition partition : partitions) {
                    execute(connection, "DELETE FROM " + partition.table() + " WHERE ENTITY = ?", entity);
                }
                execute(connection, "DELETE FROM R3D_ENTITY WHERE ID = ?", entity);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new IOException("Entity " + entity + " cannot be dropped", e);
        }
    }

    @Override
    public synchronized void expire(long resolution, long before) throws IOException {
        for (Partition partition : List.copyOf(partitions)) {
            if (partition.resolution() != resolution || partition.end() > before) {
                continue;
            }
            partitions.remove(partition);
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("DROP TABLE " + partition.table());
                    execute(connection, "DELETE FROM R3D_PARTITION WHERE ID = ?", partition.id());
                    connection.commit();
                    bytes.addAndGet(-partition.bytes().get());
                } catch (SQLException e) {
                    connection.rollback();
                    partitions.add(partition);
                    throw e;
                }
            } catch (SQLException e) {
                throw new IOException("Old statistics of " + resolution + " s cannot be deleted", e);
            }
        }
    }

    @Override
    public long bytes() {
        return bytes.get();
    }

    @Override
    public void close() {
        // the data source is not ours
    }
}
