package org.chroma.store.internal;

import javax.persistence.Entity;
import javax.persistence.Table;

/** The row of a target. */
@Entity
@Table(name = "target")
class TargetRow extends StatefulRow {}
