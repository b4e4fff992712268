package org.chroma.store.internal;

import javax.persistence.Entity;
import javax.persistence.Table;

/** The row of a volume. */
@Entity
@Table(name = "volume")
class VolumeRow extends Row {}
