package org.chroma.store.internal;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import javax.persistence.EntityManagerFactory;
import javax.persistence.Persistence;
import javax.sql.DataSource;
import org.apache.derby.jdbc.EmbeddedDataSource;

/** A database as the bundle sees it, without OSGi. */
final class TestDatabase implements AutoCloseable {
    /** What ends the database itself. */
    interface Stop {
        void stop() throws SQLException;
    }

    private final DataSource source;
    private final EntityManagerFactory entityManagers;
    private final Stop server;
    private final Database database;

    TestDatabase(DataSource source, Stop server) {
        this.source = source;
        this.server = server;
        this.entityManagers =
                Persistence.createEntityManagerFactory("chroma", Map.of("javax.persistence.nonJtaDataSource", source));
        this.database = new Database(source, entityManagers);
    }

    static TestDatabase derby(Path folder) {
        EmbeddedDataSource source = derbySource(folder);
        return new TestDatabase(source, () -> {
            EmbeddedDataSource stop = derbySource(folder);
            stop.setShutdownDatabase("shutdown");
            try {
                stop.getConnection().close();
            } catch (SQLException e) {
                // Derby says by an exception that it has shut down.
                if (!"08006".equals(e.getSQLState())) {
                    throw e;
                }
            }
        });
    }

    private static EmbeddedDataSource derbySource(Path folder) {
        EmbeddedDataSource source = new EmbeddedDataSource();
        source.setDatabaseName(folder.toString());
        source.setCreateDatabase("create");
        return source;
    }

    Database database() {
        return database;
    }

    void migrate() {
        new Migrations(source).run();
    }

    void execute(String sql) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        entityManagers.close();
        server.stop();
    }
}
