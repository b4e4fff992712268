package org.chroma.store.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import javax.persistence.EntityManager;

/**
 * How records of one type become rows and come back.
 *
 * @param record the type of the record
 * @param row the type of the row
 * @param create makes an empty row
 * @param id the record's number
 * @param columns fills those columns of the row that SQL asks for
 */
record Aggregate<T extends Record, R extends Row>(
        Class<T> record, Class<R> row, Supplier<R> create, ToLongFunction<T> id, BiConsumer<R, T> columns) {

    /** How many rows one statement asks for. */
    private static final int CHUNK = 500;

    /** Writes records over their predecessors, or as new rows. */
    void put(EntityManager entityManager, List<T> records) {
        for (int from = 0; from < records.size(); from += CHUNK) {
            List<T> chunk = records.subList(from, Math.min(records.size(), from + CHUNK));
            Map<Long, R> rows = find(entityManager, chunk);
            for (T value : chunk) {
                R changed = rows.computeIfAbsent(id.applyAsLong(value), number -> {
                    R added = create.get();
                    added.id = number;
                    entityManager.persist(added);
                    return added;
                });
                changed.data = Documents.write(value);
                columns.accept(changed, value);
            }
        }
    }

    /**
     * Fills the columns of rows that were written before they had them; some of them.
     *
     * @return whether there were any
     */
    boolean fill(EntityManager entityManager, String condition) {
        List<R> rows = entityManager
                .createQuery("select r from " + row.getSimpleName() + " r where " + condition, row)
                .setMaxResults(CHUNK)
                .getResultList();
        rows.forEach(found -> columns.accept(found, Documents.read(found.data, record)));
        return !rows.isEmpty();
    }

    private Map<Long, R> find(EntityManager entityManager, List<T> records) {
        Map<Long, R> rows = new HashMap<>();
        List<Long> ids = records.stream().map(id::applyAsLong).toList();
        query(entityManager, "where r.id in :ids", ids).forEach(found -> rows.put(found.id, found));
        return rows;
    }

    private Stream<R> query(EntityManager entityManager, String condition, List<Long> ids) {
        return entityManager
                .createQuery("select r from " + row.getSimpleName() + " r " + condition, row)
                .setParameter("ids", ids)
                .getResultStream();
    }

    /** All records whose rows fulfil a JPQL condition on {@code r}, by id. */
    List<T> load(EntityManager entityManager, String condition) {
        String where = condition.isEmpty() ? "" : " where " + condition;
        List<T> result = new ArrayList<>();
        entityManager
                .createQuery(
                        "select r.data from " + row.getSimpleName() + " r" + where + " order by r.id", String.class)
                .getResultStream()
                .forEach(data -> result.add(Documents.read(data, record)));
        return result;
    }

    /** Deletes rows by a condition with one parameter {@code keys}. */
    int delete(EntityManager entityManager, String condition, List<?> keys) {
        int deleted = 0;
        for (int from = 0; from < keys.size(); from += CHUNK) {
            deleted += entityManager
                    .createQuery("delete from " + row.getSimpleName() + " r where " + condition)
                    .setParameter("keys", keys.subList(from, Math.min(keys.size(), from + CHUNK)))
                    .executeUpdate();
        }
        return deleted;
    }
}
