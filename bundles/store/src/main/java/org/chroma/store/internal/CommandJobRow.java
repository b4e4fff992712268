package org.chroma.store.internal;

import java.io.Serializable;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.IdClass;
import javax.persistence.Table;
import org.jspecify.annotations.Nullable;

/** Says that a job belongs to a command; it may belong to several. */
@Entity
@Table(name = "command_job")
@IdClass(CommandJobRow.Key.class)
class CommandJobRow {
    @Id
    @Column(name = "command")
    long command;

    @Id
    @Column(name = "job")
    long job;

    static class Key implements Serializable {
        private static final long serialVersionUID = 1;

        long command;
        long job;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.command == command && key.job == job;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(command * 31 + job);
        }
    }
}
