package org.chroma.core;

import java.util.List;
import org.chroma.model.ConfParam;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.Target;
import org.chroma.model.Volume;

/**
 * What one transaction changes: each object as it is afterwards, new or old. A removed or forgotten object is put with
 * that state, and thereby deleted from everyday view.
 *
 * @param removedVolumes ids of volumes that vanished
 * @param removedResources keys of storage resources that vanished
 */
public record Changes(
        List<Host> hosts,
        List<LnetConfiguration> lnetConfigurations,
        List<Volume> volumes,
        List<Long> removedVolumes,
        List<Target> targets,
        List<Filesystem> filesystems,
        List<ConfParam> confParams,
        List<Resource> resources,
        List<String> removedResources,
        List<Alert> alerts,
        List<Command> commands,
        List<Job> jobs,
        List<StepResult> steps) {

    public Changes {
        hosts = List.copyOf(hosts);
        lnetConfigurations = List.copyOf(lnetConfigurations);
        volumes = List.copyOf(volumes);
        removedVolumes = List.copyOf(removedVolumes);
        targets = List.copyOf(targets);
        filesystems = List.copyOf(filesystems);
        confParams = List.copyOf(confParams);
        resources = List.copyOf(resources);
        removedResources = List.copyOf(removedResources);
        alerts = List.copyOf(alerts);
        commands = List.copyOf(commands);
        jobs = List.copyOf(jobs);
        steps = List.copyOf(steps);
    }
}
