package org.chroma.store.internal;

import java.util.Optional;
import org.chroma.core.port.Settings;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Keeps settings as rows of name and value. */
@Component
public final class JpaSettings implements Settings {
    private final Database database;

    @Activate
    public JpaSettings(@Reference Database database) {
        this.database = database;
    }

    @Override
    public Optional<String> get(String name) {
        return database.call(entityManager ->
                Optional.ofNullable(entityManager.find(SettingRow.class, name)).map(row -> row.value));
    }

    @Override
    public void put(String name, String value) {
        database.write(entityManager -> {
            SettingRow row = entityManager.find(SettingRow.class, name);
            if (row == null) {
                row = new SettingRow();
                row.name = name;
                entityManager.persist(row);
            }
            row.value = value;
        });
    }
}
