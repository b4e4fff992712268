package org.chroma.store.internal;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;

/** The row of a storage resource. */
@Entity
@Table(name = "storage_resource")
class ResourceRow extends Row {
    @Column(name = "resource_digest")
    String digest = "";
}
