// What the REST interface answers. ApiTypesTest writes this file from the schemas; do not edit it.
declare namespace Api {
  /** What is or was wrong. */
  interface Alert {
    /** number */
    id: string;
    /** address */
    resource_uri: string;
    /** a sentence */
    message: string;
    /** the kind of alert */
    alert_type: string;
    /** INFO, WARNING or ERROR */
    severity: string;
    /** when it began */
    begin: string;
    /** when it ended, or was last seen */
    end: string;
    /** whether it is active */
    active: boolean;
    /** whether a user has seen it, or it was Chroma's own doing */
    dismissed: boolean;
    /** what it is about */
    alert_item: string | null;
    /** its name */
    alert_item_str: string;
    /** its number */
    alert_item_id: string | null;
    /** stands for its kind */
    alert_item_content_type_id: number;
    /** what is affected by it */
    affected: Array<{ id: string; content_type_id: number; resource_uri: string }>;
  }

  /** What was asked for, and how it went. */
  interface Command {
    /** number */
    id: string;
    /** address */
    resource_uri: string;
    /** one line */
    message: string;
    /** who asked; empty for Chroma itself */
    user: string;
    /** whether all its jobs are done */
    complete: boolean;
    /** complete, and a job failed or could not run */
    errored: boolean;
    /** complete, and a job was cancelled by a user */
    cancelled: boolean;
    /** when it was asked for */
    created_at: string;
    /** addresses of its jobs */
    jobs: Array<string>;
    /** what its steps logged, oldest first */
    logs?: string;
  }

  /** Lustre filesystems. */
  interface Filesystem {
    /** number */
    id: string;
    /** address */
    resource_uri: string;
    /** the name that administrators use */
    label: string;
    /** the state as far as known; PUT another one to get it there */
    state: string;
    /** when the state last changed */
    state_modified_at: string;
    /** whether it is only monitored */
    immutable_state: boolean;
    /** stands for the kind of object */
    content_type_id: number;
    /** states that can be asked for now, with the words on the button */
    available_transitions: Array<{ state: string; verb: string }>;
    /** other jobs that can be asked for now */
    available_jobs: Array<{ verb: string; confirmation: string | null; class_name: string; args: Record<string, string | number | boolean> }>;
    /** 1 to 8 letters, digits, _ or - */
    name: string;
    /** the MGT, in full */
    mgt: Target | null;
    /** the MDTs, in full */
    mdts: Array<Target>;
    /** addresses of the OSTs */
    osts: Array<string>;
    /** free bytes of all OSTs */
    bytes_free: number | null;
    /** bytes of all OSTs */
    bytes_total: number | null;
    /** free inodes of all MDTs */
    files_free: number | null;
    /** inodes of all MDTs */
    files_total: number | null;
    /** clients that have it mounted */
    client_count: number | null;
    /** what clients mount */
    mount_path: string | null;
    /** how clients mount it */
    mount_command: string | null;
    /** every parameter that can be set, null where it is not */
    conf_params: Record<string, string | null>;
  }

  /** What users may do. */
  interface Group {
    /** number */
    id: string;
    /** address */
    resource_uri: string;
    /** name */
    name: string;
  }

  /** Storage servers. */
  interface Host {
    /** number */
    id: string;
    /** address */
    resource_uri: string;
    /** the name that administrators use */
    label: string;
    /** the state as far as known; PUT another one to get it there */
    state: string;
    /** when the state last changed */
    state_modified_at: string;
    /** whether it is only monitored */
    immutable_state: boolean;
    /** stands for the kind of object */
    content_type_id: number;
    /** states that can be asked for now, with the words on the button */
    available_transitions: Array<{ state: string; verb: string }>;
    /** other jobs that can be asked for now */
    available_jobs: Array<{ verb: string; confirmation: string | null; class_name: string; args: Record<string, string | number | boolean> }>;
    /** [user@]host[:port] of its SSH service */
    address: string;
    /** fully qualified domain name, as the server reports it */
    fqdn: string | null;
    /** node name, as the server reports it */
    nodename: string | null;
    /** its Lustre network identifiers */
    nids: Array<string>;
    /** when its last valid report came */
    last_contact: string | null;
    /** when it last booted */
    boot_time: string | null;
    /** what its targets make it: MGS, MDS, OSS, joined by /, or Unused */
    role: string;
  }

  /** The parts of commands, each about one object. */
  interface Job {
    /** number */
    id: string;
    /** address */
    resource_uri: string;
    /** one line */
    description: string;
    /** the kind of job */
    class_name: string;
    /** pending, running, succeeded, failed, cancelled or not_run; PUT cancel to stop it */
    state: string;
    /** whether it is done */
    complete: boolean;
    /** whether it failed */
    errored: boolean;
    /** whether it was stopped by a user, or could not run */
    cancelled: boolean;
    /** always false */
    paused: boolean;
    /** why it failed or could not run */
    reason: string;
    /** the object whose state was not as required */
    blocked_by: string | null;
    /** what it is about */
    stateful_object: string | null;
    /** of a change of state: from where */
    old_state: string | null;
    /** of a change of state: to where */
    new_state: string | null;
    /** when it was planned */
    created_at: string;
    /** when its state last changed */
    modified_at: string;
    /** addresses of the jobs that must be done first */
    wait_for: Array<string>;
    /** what it needs to stay as it is */
    read_locks: Array<{ locked_item_id: number; locked_item_content_type_id: number; locked_item_uri: string }>;
    /** what it changes */
    write_locks: Array<{ locked_item_id: number; locked_item_content_type_id: number; locked_item_uri: string }>;
    /** addresses of the commands that it belongs to */
    commands: Array<string>;
    /** addresses of what was run */
    steps: Array<string>;
    /** cancel, where that is possible */
    available_transitions: Array<{ state: string; label: string }>;
  }

  /** What is known of servers' LNet. */
  interface LnetConfiguration {
    /** number */
    id: string;
    /** address */
    resource_uri: string;
    /** the name that administrators use */
    label: string;
    /** the state as far as known; PUT another one to get it there */
    state: string;
    /** when the state last changed */
    state_modified_at: string;
    /** whether it is only monitored */
    immutable_state: boolean;
    /** stands for the kind of object */
    content_type_id: number;
    /** states that can be asked for now, with the words on the button */
    available_transitions: Array<{ state: string; verb: string }>;
    /** other jobs that can be asked for now */
    available_jobs: Array<{ verb: string; confirmation: string | null; class_name: string; args: Record<string, string | number | boolean> }>;
    /** the server */
    host: string;
    /** network identifiers */
    nids: Array<string>;
  }

  /** What is measured, as plugins declare it. */
  interface Metric {
    /** the name */
    id: string;
    /** address */
    resource_uri: string;
    /** as in metric queries; one that ends in * stands for all that begin so */
    name: string;
    /** what a reading counts; the values of a counter are in these per second */
    unit: string;
    /** what it tells */
    help: string;
    /** gauge, counter, derive or absolute: how readings become values */
    kind: string;
    /** server, target, mdt, ost, job or resource */
    about: string;
    /** what a filesystem's value is: the sum or average of all that the metric is about, the sum of its osts or mdts, or none */
    total: string;
    /** name of its samples in /metrics and in remote write */
    prometheus: string;
    /** title of the chart that shows it by default; empty for none */
    chart: string;
    /** what its line in the chart is called */
    line: string;
    /** name of the plugin that declares it */
    plugin: string;
    /** whether the plugin is there now; what it measured stays */
    present: boolean;
  }

  /** The plugins that the manager knows, and whether they work. */
  interface Plugin {
    /** kind and name */
    id: string;
    /** address */
    resource_uri: string;
    /** name */
    name: string;
    /** device, action, job, storage, listener for one that fails, or bundle for one that does not run */
    kind: string;
    /** the bundle that brings it */
    bundle: string;
    /** whether it works */
    healthy: boolean;
    /** what is wrong with it; empty where nothing is */
    problem: string;
  }

  /** What jobs ran, and what came of it. */
  interface Step {
    /** number */
    id: string;
    /** address */
    resource_uri: string;
    /** the job */
    job: string;
    /** the kind of step */
    class_name: string;
    /** what it was called with, as JSON */
    args: string;
    /** one line */
    description: string;
    /** its position in the job, from 0 */
    step_index: number;
    /** how many steps the job has */
    step_count: number;
    /** lines for users */
    log: string;
    /** what programs printed */
    console: string;
    /** what went wrong, in a sentence */
    exception: string;
    /** where it went wrong */
    backtrace: string;
    /** incomplete, failed, success, or crashed where the manager ended meanwhile */
    state: string;
    /** when it began */
    created_at: string;
    /** when it last changed */
    modified_at: string;
  }

  /** Disks, paths, pools and everything else that plugins report. */
  interface StorageResource {
    /** number */
    id: string;
    /** address */
    resource_uri: string;
    /** the plugin that reports it */
    plugin_name: string;
    /** its class */
    class_name: string;
    /** what it can be used for */
    role: string;
    /** always empty */
    parent_classes: Array<string>;
    /** name */
    label: string;
    /** name */
    alias: string;
    /** name */
    default_alias: string;
    /** values by name */
    attributes: Record<string, { raw: string | number | boolean; markup: string; label: string; class: string }>;
    /** addresses of what it is made of */
    parents: Array<string>;
    /** addresses of the servers that report it */
    hosts: Array<string>;
    /** addresses of its active alerts */
    alerts: Array<string>;
    /** addresses of active alerts of what it is made of */
    propagated_alerts: Array<string>;
    /** always empty */
    stats: Record<string, string | number | boolean>;
    /** always empty */
    charts: Array<string>;
    /** always false: it disappears when it is no longer reported */
    deletable: boolean;
    /** stands for the kind of object */
    content_type_id: number;
  }

  /** The classes of storage resources that plugins report. */
  interface StorageResourceClass {
    /** plugin and class */
    id: string;
    /** address */
    resource_uri: string;
    /** the plugin */
    plugin_name: string;
    /** always false: no plugin is privileged */
    plugin_internal: boolean;
    /** the class */
    class_name: string;
    /** always false: resources are found */
    user_creatable: boolean;
    /** plugin and class */
    label: string;
    /** what a table of them shows */
    columns: Array<{ name: string; label: string }>;
    /** the attributes */
    fields: Array<{ name: string; label: string; optional: boolean; user_read_only: boolean; class: string }>;
  }

  /** MGTs, MDTs and OSTs. */
  interface Target {
    /** number */
    id: string;
    /** address */
    resource_uri: string;
    /** the name that administrators use */
    label: string;
    /** the state as far as known; PUT another one to get it there */
    state: string;
    /** when the state last changed */
    state_modified_at: string;
    /** whether it is only monitored */
    immutable_state: boolean;
    /** stands for the kind of object */
    content_type_id: number;
    /** states that can be asked for now, with the words on the button */
    available_transitions: Array<{ state: string; verb: string }>;
    /** other jobs that can be asked for now */
    available_jobs: Array<{ verb: string; confirmation: string | null; class_name: string; args: Record<string, string | number | boolean> }>;
    /** MGT, MDT or OST */
    kind: string;
    /** as Lustre reports it; null until registered */
    name: string | null;
    /** of its format; null until formatted */
    uuid: string | null;
    /** its name in the failover cluster */
    ha_label: string | null;
    /** its place among the MDTs or OSTs of its filesystem */
    index: number;
    /** bytes; null for Lustre's own choice */
    inode_size: number | null;
    /** bytes; null for Lustre's own choice */
    bytes_per_inode: number | null;
    /** null for Lustre's own choice, known after formatting */
    inode_count: number | null;
    /** the volume, in full */
    volume: Volume | null;
    /** label of the volume */
    volume_name: string;
    /** where it normally runs */
    primary_server: string;
    /** its name */
    primary_server_name: string;
    /** where it may run otherwise */
    failover_servers: Array<string>;
    /** their names, or --- */
    failover_server_name: string;
    /** where it runs now */
    active_host: string | null;
    /** its name, or --- */
    active_host_name: string;
    /** of an MDT or OST */
    filesystem: string | null;
    /** its number */
    filesystem_id: string | null;
    /** its name */
    filesystem_name: string | null;
    /** of an MGT: those whose configuration it holds */
    filesystems: Array<{ id: string; name: string }> | null;
    /** every parameter that can be set, null where it is not; null for an MGT */
    conf_params: Record<string, string | null> | null;
    /** recovery status as the target reports it */
    recovery: Record<string, string>;
  }

  /** Who may log in. */
  interface User {
    /** number */
    id: string;
    /** address */
    resource_uri: string;
    /** log-in name */
    username: string;
    /** first name */
    first_name: string;
    /** last name */
    last_name: string;
    /** first and last name */
    full_name: string;
    /** where alerts are sent to */
    email: string;
    /** whether everything is allowed */
    is_superuser: boolean;
    /** whether the user may log in */
    is_active: boolean;
    /** what the user may do */
    groups: Array<Group>;
  }

  /** What can carry targets. */
  interface Volume {
    /** number */
    id: string;
    /** address */
    resource_uri: string;
    /** name */
    label: string;
    /** bytes; null where unknown */
    size: number | null;
    /** what it is */
    kind: string;
    /** configured-ha, configured-noha or unconfigured */
    status: string;
    /** what it was found as */
    storage_resource: string | null;
    /** the target that it carries */
    target: string | null;
    /** the servers' paths to it, in full */
    volume_nodes: Array<VolumeNode>;
    /** stands for the kind of object */
    content_type_id: number;
  }

  /** The paths from servers to volumes. */
  interface VolumeNode {
    /** number */
    id: string;
    /** address */
    resource_uri: string;
    /** absolute path on the server */
    path: string;
    /** whether the target normally runs there */
    primary: boolean;
    /** whether the target may run there */
    use: boolean;
    /** number of the volume */
    volume_id: string;
    /** the server */
    host: string;
    /** number of the server */
    host_id: string;
    /** its name */
    host_label: string;
  }

  /** Each resource by the name in its address. */
  interface Resources {
    alert: Alert;
    command: Command;
    filesystem: Filesystem;
    group: Group;
    host: Host;
    job: Job;
    lnet_configuration: LnetConfiguration;
    metric: Metric;
    plugin: Plugin;
    step: Step;
    storage_resource: StorageResource;
    storage_resource_class: StorageResourceClass;
    target: Target;
    user: User;
    volume: Volume;
    volume_node: VolumeNode;
  }
}
