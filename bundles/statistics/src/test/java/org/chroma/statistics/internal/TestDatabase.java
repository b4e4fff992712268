package org.chroma.statistics.internal;

import java.nio.file.Path;
import org.apache.derby.jdbc.EmbeddedDataSource;

/** A database of its own for a test. */
public final class TestDatabase {
    private TestDatabase() {}

    public static EmbeddedDataSource derby(Path directory) {
        EmbeddedDataSource source = new EmbeddedDataSource();
        source.setDatabaseName(directory.resolve("db").toString());
        source.setCreateDatabase("create");
        return source;
    }
}
