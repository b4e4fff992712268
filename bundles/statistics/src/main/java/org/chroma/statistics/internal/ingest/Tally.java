package org.chroma.statistics.internal.ingest;

import java.util.ArrayList;
import java.util.List;
import org.chroma.statistics.Follower;
import org.chroma.statistics.WriteResult;

/** What becomes of the readings of one batch while it is taken, and why; belongs to the thread that writes it. */
final class Tally {
    private static final int MOST_REASONS = 20;

    private int accepted;
    private int late;
    private int early;
    private int duplicate;
    private int refused;
    private final List<String> reasons = new ArrayList<>();
    private final List<Follower.Update> followed = new ArrayList<>();

    void accepted(int readings) {
        accepted += readings;
    }

    void late(int readings, String reason) {
        late += readings;
        because(reason);
    }

    void early(int readings, String reason) {
        early += readings;
        because(reason);
    }

    void duplicate(int readings, String reason) {
        duplicate += readings;
        because(reason);
    }

    void refused(int readings, String reason) {
        refused += readings;
        because(reason);
    }

    private void because(String reason) {
        if (reasons.size() < MOST_REASONS) {
            reasons.add(reason);
        }
    }

    /** Keeps an accepted update for those who want to know. */
    void followed(Follower.Update update) {
        followed.add(update);
    }

    List<Follower.Update> followed() {
        return followed;
    }

    WriteResult result() {
        return new WriteResult(accepted, late, early, duplicate, refused, reasons);
    }
}
