package org.chroma.model.action;

import java.util.List;

/** The active network identifiers of a server, loopback left out. */
public record LnetNids(List<String> nids) {}
