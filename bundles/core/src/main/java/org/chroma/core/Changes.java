package org.chroma.core;

import java.util.Collection;
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

    /** Nothing changes, until the builder is told otherwise. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects what changes. What is not mentioned stays as it is. */
    public static final class Builder {
        private Collection<Host> hosts = List.of();
        private Collection<LnetConfiguration> lnetConfigurations = List.of();
        private Collection<Volume> volumes = List.of();
        private Collection<Long> removedVolumes = List.of();
        private Collection<Target> targets = List.of();
        private Collection<Filesystem> filesystems = List.of();
        private Collection<ConfParam> confParams = List.of();
        private Collection<Resource> resources = List.of();
        private Collection<String> removedResources = List.of();
        private Collection<Alert> alerts = List.of();
        private Collection<Command> commands = List.of();
        private Collection<Job> jobs = List.of();
        private Collection<StepResult> steps = List.of();

        private Builder() {}

        public Builder hosts(Collection<Host> changed) {
            this.hosts = changed;
            return this;
        }

        public Builder lnetConfigurations(Collection<LnetConfiguration> changed) {
            this.lnetConfigurations = changed;
            return this;
        }

        public Builder volumes(Collection<Volume> changed) {
            this.volumes = changed;
            return this;
        }

        public Builder removedVolumes(Collection<Long> changed) {
            this.removedVolumes = changed;
            return this;
        }

        public Builder targets(Collection<Target> changed) {
            this.targets = changed;
            return this;
        }

        public Builder filesystems(Collection<Filesystem> changed) {
            this.filesystems = changed;
            return this;
        }

        public Builder confParams(Collection<ConfParam> changed) {
            this.confParams = changed;
            return this;
        }

        public Builder resources(Collection<Resource> changed) {
            this.resources = changed;
            return this;
        }

        public Builder removedResources(Collection<String> changed) {
            this.removedResources = changed;
            return this;
        }

        public Builder alerts(Collection<Alert> changed) {
            this.alerts = changed;
            return this;
        }

        public Builder commands(Collection<Command> changed) {
            this.commands = changed;
            return this;
        }

        public Builder jobs(Collection<Job> changed) {
            this.jobs = changed;
            return this;
        }

        public Builder steps(Collection<StepResult> changed) {
            this.steps = changed;
            return this;
        }

        public Changes build() {
            return new Changes(
                    List.copyOf(hosts),
                    List.copyOf(lnetConfigurations),
                    List.copyOf(volumes),
                    List.copyOf(removedVolumes),
                    List.copyOf(targets),
                    List.copyOf(filesystems),
                    List.copyOf(confParams),
                    List.copyOf(resources),
                    List.copyOf(removedResources),
                    List.copyOf(alerts),
                    List.copyOf(commands),
                    List.copyOf(jobs),
                    List.copyOf(steps));
        }
    }
}
