package org.chroma.store.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.chroma.core.ChromaException;
import org.chroma.core.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema of a database up to date. The number of a migration is its place in the list, from 1; each runs
 * once, in a transaction of its own. Derby and PostgreSQL both undo a half-done change of the schema.
 */
final class Migrations {
    /** Names of the files in {@code /migrations}, in order. Never change or remove one: add the next. */
    static final List<String> FILES = List.of("0001-cluster.sql", "0002-history.sql");

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final DataSource database;

    Migrations(DataSource database) {
        this.database = database;
    }

    /** @throws ChromaException with NOT_READY where the database cannot be reached, or was written by a newer Chroma */
    void run() {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            int done = applied(connection);
            if (done > FILES.size()) {
                throw new ChromaException(
                        ErrorCode.NOT_READY,
                        "The database was written by a newer version of Chroma (its schema is number %d, this version knows %d)"
                                .formatted(done, FILES.size()));
            }
            for (int i = done; i < FILES.size(); i++) {
                apply(connection, i + 1, FILES.get(i));
            }
        } catch (SQLException e) {
            throw new ChromaException(
                    ErrorCode.NOT_READY, "The database's schema cannot be brought up to date: " + e.getMessage(), e);
        }
    }

    private static int applied(Connection connection) throws SQLException {
        if (!exists(connection)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "create table schema_migration (number int not null primary key, name varchar(255) not null)");
            }
            connection.commit();
        }
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select max(number) from schema_migration")) {
            result.next();
            int number = result.getInt(1);
            connection.rollback();
            return number;
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        String schema = connection.getSchema();
        for (String name : List.of("schema_migration", "SCHEMA_MIGRATION")) {
            try (ResultSet tables = connection.getMetaData().getTables(null, schema, name, null)) {
                if (tables.next()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void apply(Connection connection, int number, String name) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        String script = read(name).replace("${text}", product.contains("derby") ? "clob" : "text");
        try (Statement statement = connection.createStatement()) {
            for (String sql : script.replaceAll("(?m)^--.*$", "").split(";\\s*(?:\n|$)", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql.strip());
                }
            }
            try (PreparedStatement mark = connection.prepareStatement("insert into schema_migration values (?, ?)")) {
                mark.setInt(1, number);
                mark.setString(2, name);
                mark.executeUpdate();
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
        LOG.info("Applied schema migration {}", name);
    }

    private static String read(String name) {
        try (InputStream file = Migrations.class.getResourceAsStream("/migrations/" + name)) {
            if (file == null) {
                throw new IllegalStateException("Migration " + name + " is missing from the bundle");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
