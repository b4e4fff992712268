package org.chroma.store.internal;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.persistence.Column;
import javax.persistence.MappedSuperclass;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.Target;
import org.chroma.state.Kind;
import org.chroma.state.StatefulObject;

/** The row of something that is in a state, and stays after it was removed. */
@MappedSuperclass
abstract class StatefulRow extends Row {
    /** JPQL condition of those that were not removed. */
    static final String LIVE = Stream.<Kind<?>>of(Host.KIND, Target.KIND, Filesystem.KIND)
            .flatMap(kind -> kind.gone().stream())
            .map(Enum::name)
            .distinct()
            .sorted()
            .collect(Collectors.joining("', '", "r.state not in ('", "')"));

    @Column(name = "state")
    String state = "";

    void take(StatefulObject<?> object) {
        state = object.state().name();
    }
}
