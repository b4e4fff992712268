package org.chroma.store.internal;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** A small value that outlives a restart. */
@Entity
@Table(name = "setting")
class SettingRow {
    @Id
    @Column(name = "name")
    String name = "";

    @Column(name = "value")
    String value = "";
}
