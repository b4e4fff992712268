package org.chroma.store.internal;

import org.chroma.model.ConfParam;

/** A parameter with a number that keeps the order in which parameters were set. */
record NumberedParam(long id, ConfParam param) {}
