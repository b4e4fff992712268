package org.chroma.store.internal;

import javax.persistence.Entity;
import javax.persistence.Table;

/** The row of one version of a configuration parameter. */
@Entity
@Table(name = "conf_param")
class ConfParamRow extends Row {}
