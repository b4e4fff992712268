package org.chroma.store.internal;

import javax.persistence.Entity;
import javax.persistence.Table;

/** The row of what is known of a server's LNet. */
@Entity
@Table(name = "lnet_configuration")
class LnetConfigurationRow extends StatefulRow {}
