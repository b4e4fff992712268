package org.chroma.store.internal;

import javax.persistence.Entity;
import javax.persistence.Table;

/** The row of a filesystem. */
@Entity
@Table(name = "filesystem")
class FilesystemRow extends StatefulRow {}
