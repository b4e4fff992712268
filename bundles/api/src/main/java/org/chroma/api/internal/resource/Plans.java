package org.chroma.api.internal.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chroma.api.internal.describe.Links;
import org.chroma.core.Preview;
import org.chroma.core.Preview.PlannedJob;
import org.jspecify.annotations.Nullable;

/** What a request would do, as callers see it: the job asked for, its consequences, and all of them in order. */
final class Plans {
    private Plans() {}

    static Object render(Preview preview) {
        List<PlannedJob> jobs = preview.jobs();
        if (jobs.isEmpty()) {
            return List.of();
        }
        int last = jobs.size() - 1;
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("message", preview.message());
        answer.put("transition_job", job(jobs.get(last)));
        answer.put(
                "dependency_jobs",
                jobs.subList(0, last).stream().map(Plans::job).toList());
        answer.put("jobs", jobs.stream().map(Plans::job).toList());
        return answer;
    }

    private static Map<String, @Nullable Object> job(PlannedJob job) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("class", job.className());
        result.put("class_name", job.className());
        result.put("description", job.description());
        result.put("verb", job.verb());
        result.put("requires_confirmation", job.requiresConfirmation());
        result.put("confirmation_prompt", job.confirmation());
        result.put(
                "stateful_object_id",
                job.subject() == null ? null : job.subject().number());
        result.put("stateful_object_content_type_id", job.subject() == null ? null : Links.contentType(job.subject()));
        result.put("stateful_object", Links.orNull(job.subject()));
        result.put("old_state", job.fromState());
        result.put("new_state", job.toState());
        result.put("server", job.server());
        result.put("depends_on", job.dependsOn());
        result.put("steps", job.steps());
        return result;
    }
}
