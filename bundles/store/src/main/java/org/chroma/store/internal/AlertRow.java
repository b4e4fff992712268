package org.chroma.store.internal;

import javax.persistence.Entity;
import javax.persistence.Table;

/** The row of an alert. */
@Entity
@Table(name = "alert")
class AlertRow extends Row {}
