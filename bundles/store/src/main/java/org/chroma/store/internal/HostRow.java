package org.chroma.store.internal;

import javax.persistence.Entity;
import javax.persistence.Table;

/** The row of a server. */
@Entity
@Table(name = "host")
class HostRow extends StatefulRow {}
