package org.chroma.store.internal;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** By what a server is known. */
@Entity
@Table(name = "agent_credential")
class CredentialRow {
    @Id
    @Column(name = "host")
    long host;

    @Column(name = "fqdn")
    String fqdn = "";

    @Column(name = "data")
    String data = "";
}
