package org.chroma.store.internal;

import java.util.Optional;
import org.chroma.core.port.AgentCredentials;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Keeps by which keys servers are known. */
@Component
public final class JpaAgentCredentials implements AgentCredentials {
    private final Database database;

    @Activate
    public JpaAgentCredentials(@Reference Database database) {
        this.database = database;
    }

    @Override
    public Optional<AgentCredential> find(long host) {
        return database.call(entityManager -> Optional.ofNullable(entityManager.find(CredentialRow.class, host))
                .map(row -> Documents.read(row.data, AgentCredential.class)));
    }

    @Override
    public Optional<AgentCredential> findByFqdn(String fqdn) {
        return database.call(entityManager -> entityManager
                .createQuery(
                        "select r from CredentialRow r where r.fqdn = :fqdn order by r.host desc", CredentialRow.class)
                .setParameter("fqdn", fqdn)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .map(row -> Documents.read(row.data, AgentCredential.class)));
    }

    @Override
    public void put(AgentCredential credential) {
        database.write(entityManager -> {
            CredentialRow row = entityManager.find(CredentialRow.class, credential.host());
            if (row == null) {
                row = new CredentialRow();
                row.host = credential.host();
                entityManager.persist(row);
            }
            row.fqdn = credential.fqdn();
            row.data = Documents.write(credential);
        });
    }

    @Override
    public void remove(long host) {
        database.write(entityManager -> {
            CredentialRow row = entityManager.find(CredentialRow.class, host);
            if (row != null) {
                entityManager.remove(row);
            }
        });
    }
}
