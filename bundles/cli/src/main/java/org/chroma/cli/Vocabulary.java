package org.chroma.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chroma.cli.client.Client;
import org.chroma.cli.client.Noun;
import org.chroma.cli.client.Verb;
import org.chroma.cli.r3d.R3dCreateVerb;
import org.chroma.cli.r3d.R3dDumpVerb;
import org.chroma.cli.r3d.R3dFetchVerb;
import org.chroma.cli.r3d.R3dInfoVerb;
import org.chroma.cli.r3d.R3dLoadVerb;
import org.chroma.cli.r3d.R3dUpdateVerb;
import org.chroma.cli.verb.CommandWaitVerb;
import org.chroma.cli.verb.FilesystemAddVerb;
import org.chroma.cli.verb.HostsJobVerb;
import org.chroma.cli.verb.JobCancelVerb;
import org.chroma.cli.verb.JobVerb;
import org.chroma.cli.verb.ListVerb;
import org.chroma.cli.verb.MountspecVerb;
import org.chroma.cli.verb.PingVerb;
import org.chroma.cli.verb.RunVerb;
import org.chroma.cli.verb.ServerAddVerb;
import org.chroma.cli.verb.SetVerb;
import org.chroma.cli.verb.ShowVerb;
import org.chroma.cli.verb.StateVerb;
import org.chroma.cli.verb.TargetAddVerb;
import org.chroma.cli.verb.VolumeSetVerb;

/** Every command there is, as {@code noun-verb}, and the ways in which people say it. */
final class Vocabulary {
    private final Map<String, Verb> verbs = new TreeMap<>();
    private final Map<String, String> descriptions = new TreeMap<>();
    private final Map<String, Noun> nouns = new TreeMap<>();

    Vocabulary(Client client) {
        for (Noun noun : Noun.values()) {
            noun.vocabulary().forEach((word, filter) -> {
                nouns.put(word, noun);
                String called = noun.called(word);
                add(
                        word + "-list",
                        new ListVerb(client, noun, filter),
                        "list " + (called.endsWith("S") ? called + "es" : called + "s"));
                add(
                        word + "-show",
                        new ShowVerb(client, noun),
                        "show one %s with all its attributes".formatted(called));
            });
        }
        for (String word : Noun.SERVER.vocabulary().keySet()) {
            add(word + "-add", new ServerAddVerb(client), "");
            state(client, word, "remove", Noun.SERVER, "removed", "undo its configuration and forget it");
            state(client, word, "lnet-start", Noun.SERVER, "lnet_up", "start LNet");
            state(client, word, "lnet-stop", Noun.SERVER, "lnet_down", "stop LNet");
            state(client, word, "lnet-load", Noun.SERVER, "lnet_down", "load LNet's modules");
            state(client, word, "lnet-unload", Noun.SERVER, "lnet_unloaded", "unload LNet's modules");
            job(client, word, "force-remove", Noun.SERVER, "ForceRemoveHostJob", "forget it without contacting it");
            add(word + "-run", new RunVerb(client, Noun.SERVER), "");
        }
        for (String word : Noun.FILESYSTEM.vocabulary().keySet()) {
            add(word + "-add", new FilesystemAddVerb(client), "");
            state(client, word, "start", Noun.FILESYSTEM, "available", "start all its targets");
            state(client, word, "stop", Noun.FILESYSTEM, "stopped", "stop all its MDTs and OSTs");
            state(client, word, "remove", Noun.FILESYSTEM, "removed", "remove it and its targets");
            state(client, word, "forget", Noun.FILESYSTEM, "forgotten", "no longer monitor it");
            add(word + "-set", new SetVerb(client, Noun.FILESYSTEM), "");
            add(word + "-mountspec", new MountspecVerb(client), "");
            add(word + "-run", new RunVerb(client, Noun.FILESYSTEM), "");
            add(
                    word + "-detect",
                    new HostsJobVerb(client, "DetectTargetsJob", "Detect filesystems"),
                    "look for existing filesystems on servers");
        }
        for (String word : Noun.TARGET.vocabulary().keySet()) {
            state(client, word, "start", Noun.TARGET, "mounted", "start it");
            state(client, word, "stop", Noun.TARGET, "unmounted", "stop it");
            state(client, word, "remove", Noun.TARGET, "removed", "unconfigure and forget it");
            job(client, word, "failover", Noun.TARGET, "FailoverTargetJob", "move it to its failover server");
            job(client, word, "failback", Noun.TARGET, "FailbackTargetJob", "move it to its primary server");
            add(word + "-set", new SetVerb(client, Noun.TARGET), "");
            add(word + "-run", new RunVerb(client, Noun.TARGET), "");
        }
        for (String kind : List.of("mgt", "mdt", "ost")) {
            add(kind + "-add", new TargetAddVerb(client, kind), "");
        }
        for (String word : Noun.VOLUME.vocabulary().keySet()) {
            add(word + "-set", new VolumeSetVerb(client), "");
        }
        add("nid-update", new HostsJobVerb(client, "UpdateNidsJob", "Update NIDs"), "rewrite the NIDs in targets");
        add("nid-relearn", new HostsJobVerb(client, "RelearnNidsJob", "Relearn NIDs"), "ask servers for their NIDs");
        add("job-cancel", new JobCancelVerb(client), "");
        add("command-wait", new CommandWaitVerb(client), "");
        add("ping", new PingVerb(client), "");
        add("r3d-create", new R3dCreateVerb(client), "");
        add("r3d-update", new R3dUpdateVerb(client), "");
        add("r3d-fetch", new R3dFetchVerb(client), "");
        add("r3d-info", new R3dInfoVerb(client), "");
        add("r3d-dump", new R3dDumpVerb(client), "");
        add("r3d-load", new R3dLoadVerb(client), "");
    }

    Map<String, Verb> verbs() {
        return verbs;
    }

    /** One line for a command whose class serves several; empty where the class has its own. */
    String description(String name) {
        return descriptions.getOrDefault(name, "");
    }

    /**
     * What was typed, with the command as one word in front: {@code server list}, {@code filesystem lfs ost-list} and
     * {@code server oss1 lnet-stop} are {@code server-list}, {@code ost-list --filesystem lfs} and
     * {@code server-lnet-stop oss1}.
     */
    List<String> normalised(List<String> typed) {
        int at = 0;
        while (at < typed.size() && !begins(typed.get(at))) {
            if (!typed.get(at).startsWith("-")) {
                return typed;
            }
            at += takesValue(typed.get(at)) ? 2 : 1;
        }
        if (at >= typed.size() - 1) {
            return typed;
        }
        List<String> before = typed.subList(0, at);
        String noun = typed.get(at);
        String second = typed.get(at + 1);
        if (verbs.containsKey(noun + "-" + second)) {
            return joined(before, List.of(noun + "-" + second), typed.subList(at + 2, typed.size()));
        }
        if (at + 2 < typed.size()) {
            String third = typed.get(at + 2);
            List<String> rest = typed.subList(at + 3, typed.size());
            if (verbs.containsKey(noun + "-" + third)) {
                return joined(before, List.of(noun + "-" + third, second), rest);
            }
            Noun context = nouns.get(noun);
            if (third.endsWith("-list") && verbs.containsKey(third) && context != null) {
                return joined(before, List.of(third, "--" + context.word(), second), rest);
            }
        }
        return typed;
    }

    private boolean begins(String word) {
        return verbs.keySet().stream().anyMatch(verb -> verb.startsWith(word + "-"));
    }

    private static boolean takesValue(String option) {
        return !option.contains("=")
                && List.of("--api-url", "--api_url", "--username", "--password-file", "--ca-file", "-o", "--output")
                        .contains(option);
    }

    private static List<String> joined(List<String> before, List<String> command, List<String> rest) {
        List<String> all = new ArrayList<>(command);
        all.addAll(rest);
        all.addAll(before);
        return all;
    }

    private void state(Client client, String word, String verb, Noun noun, String state, String description) {
        add(word + "-" + verb, new StateVerb(client, noun, state), description);
    }

    private void job(Client client, String word, String verb, Noun noun, String className, String description) {
        add(word + "-" + verb, new JobVerb(client, noun, className), description);
    }

    private void add(String name, Verb verb, String description) {
        verbs.put(name, verb);
        if (!description.isEmpty()) {
            descriptions.put(name, description);
        }
    }
}
