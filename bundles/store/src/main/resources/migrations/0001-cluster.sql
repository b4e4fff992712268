-- One table per aggregate. `data` is the whole record as JSON; the other columns are what SQL asks for.
-- ${text} is the database's type for long text. Times are milliseconds since 1970, UTC.

create table id_sequence (
  name varchar(64) not null primary key,
  next_value bigint not null
);

create table host (
  id bigint not null primary key,
  state varchar(32) not null,
  data ${text} not null
);

create table lnet_configuration (
  id bigint not null primary key,
  state varchar(32) not null,
  data ${text} not null
);

create table volume (
  id bigint not null primary key,
  data ${text} not null
);

create table target (
  id bigint not null primary key,
  state varchar(32) not null,
  data ${text} not null
);

create table filesystem (
  id bigint not null primary key,
  state varchar(32) not null,
  data ${text} not null
);

create table conf_param (
  id bigint not null primary key,
  data ${text} not null
);

create table storage_resource (
  id bigint not null primary key,
  resource_digest varchar(64) not null,
  data ${text} not null
);
create index storage_resource_digest on storage_resource (resource_digest);

create table alert (
  id bigint not null primary key,
  data ${text} not null
);

create table command (
  id bigint not null primary key,
  done_at bigint not null,
  data ${text} not null
);

create table job (
  id bigint not null primary key,
  done_at bigint not null,
  data ${text} not null
);

create table command_job (
  command bigint not null,
  job bigint not null,
  primary key (command, job)
);
create index command_job_job on command_job (job);

create table step (
  id bigint not null primary key,
  job bigint not null,
  data ${text} not null
);
create index step_job on step (job);

create table step_console (
  id bigint not null primary key,
  step bigint not null,
  text ${text} not null
);
create index step_console_step on step_console (step);

create table agent_credential (
  host bigint not null primary key,
  fqdn varchar(255) not null,
  data ${text} not null
);
create index agent_credential_fqdn on agent_credential (fqdn);

create table chroma_user (
  id bigint not null primary key,
  username varchar(255) not null unique,
  data ${text} not null
);
