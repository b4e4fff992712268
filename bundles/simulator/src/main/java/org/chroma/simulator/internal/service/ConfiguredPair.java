package org.chroma.simulator.internal.service;

import java.util.ArrayList;
import java.util.List;
import org.chroma.simulator.internal.cluster.PairLayout;
import org.chroma.simulator.internal.cluster.ServerSpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Servers of one's own choice, one factory configuration for each pair. They stay until the simulator is stopped. */
@Component(
        service = ConfiguredPair.class,
        immediate = true,
        configurationPid = "org.chroma.simulator.pair",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ConfiguredPair.Config.class, factory = true)
public final class ConfiguredPair {
    private static final int MOST_DISKS = 200;

    /** Servers that share disks. */
    @ObjectClassDefinition(name = "Chroma simulator: a pair of servers")
    @interface Config {

        @AttributeDefinition(description = "The servers' node names, one or two")
        String[] servers();

        @AttributeDefinition(description = "What comes behind the node name in the full name")
        String domain() default "cluster.example";

        @AttributeDefinition(description = "Disks that the servers share, 0 to 200")
        int disks() default 8;

        @AttributeDefinition(description = "Size of each of these disks, in GiB")
        int diskGigabytes() default 1024;

        @AttributeDefinition(description = "Whether each server reaches each disk over two paths")
        boolean multipath() default false;

        @AttributeDefinition(
                description = "Whether each server has a logical volume and a local filesystem, both in use")
        boolean localStorage() default false;
    }

    @Activate
    public ConfiguredPair(@Reference Pairs pairs, Config config) {
        String[] names = config.servers();
        if (names.length < 1 || names.length > 2) {
            throw new IllegalArgumentException("servers must name one or two servers, not " + names.length);
        }
        for (String name : names) {
            if (!name.matches("[a-z][a-z0-9-]{0,30}")) {
                throw new IllegalArgumentException("not a node name: " + name);
            }
        }
        if (config.disks() < 0 || config.disks() > MOST_DISKS || config.diskGigabytes() < 1) {
            throw new IllegalArgumentException("a pair has 0 to %d disks of 1 GiB or more".formatted(MOST_DISKS));
        }
        int number = pairs.number(names[0]);
        List<ServerSpec> servers = new ArrayList<>();
        for (String name : names) {
            servers.add(new ServerSpec(
                    name, name + "." + config.domain(), number++, names[0], config.multipath(), config.localStorage()));
        }
        pairs.add(PairLayout.of(names[0], servers, config.disks(), config.diskGigabytes() * PairLayout.GIB));
    }
}
