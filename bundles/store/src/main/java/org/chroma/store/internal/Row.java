package org.chroma.store.internal;

import javax.persistence.Column;
import javax.persistence.Id;
import javax.persistence.MappedSuperclass;

/** What every aggregate's row has: the id and the whole record as JSON. */
@MappedSuperclass
abstract class Row {
    @Id
    @Column(name = "id")
    long id;

    @Column(name = "data")
    String data = "";
}
