package org.chroma.store.internal;

import java.util.HashMap;
import java.util.Map;
import javax.persistence.LockModeType;

/**
 * Gives out numbers in blocks: a block is marked as given away before its first number is used, so a crash leaves a gap
 * and never a repetition.
 */
final class Sequences {
    private static final int BLOCK = 50;

    private final Database database;
    private final Map<String, Block> blocks = new HashMap<>();

    Sequences(Database database) {
        this.database = database;
    }

    synchronized long next(String sequence) {
        Block block = blocks.get(sequence);
        if (block == null || block.next == block.end) {
            block = reserve(sequence);
            blocks.put(sequence, block);
        }
        return block.next++;
    }

    private Block reserve(String sequence) {
        return database.call(entityManager -> {
            SequenceRow row = entityManager.find(SequenceRow.class, sequence, LockModeType.PESSIMISTIC_WRITE);
            if (row == null) {
                row = new SequenceRow();
                row.name = sequence;
                row.nextValue = 1;
                entityManager.persist(row);
            }
            long first = row.nextValue;
            row.nextValue = first + BLOCK;
            return new Block(first, first + BLOCK);
        });
    }

    private static final class Block {
        private long next;
        private final long end;

        Block(long next, long end) {
            this.next = next;
            this.end = end;
        }
    }
}
