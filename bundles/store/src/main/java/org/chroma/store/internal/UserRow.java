package org.chroma.store.internal;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;

/** The row of a user. */
@Entity
@Table(name = "chroma_user")
class UserRow extends Row {
    @Column(name = "username")
    String username = "";
}
