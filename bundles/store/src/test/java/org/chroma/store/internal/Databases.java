package org.chroma.store.internal;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;

/** The databases that the contract tests run on; each test gets an empty one. */
enum Databases {
    DERBY {
        @Override
        TestDatabase open(Path folder) {
            return TestDatabase.derby(folder.resolve("derby"));
        }
    },
    POSTGRESQL {
        @Override
        TestDatabase open(Path folder) throws Exception {
            EmbeddedPostgres server = PostgresServer.get();
            String name = "d" + PostgresServer.NEXT.incrementAndGet();
            try (var connection = server.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database " + name);
            }
            return new TestDatabase(server.getDatabase("postgres", name), () -> {});
        }
    };

    abstract TestDatabase open(Path folder) throws Exception;
}
