-- What grows with time gets the columns by which it is looked for and deleted. A time of -1 marks a row that was
-- written before it had them: the store fills them in from the row's own document.

alter table alert add column alert_type varchar(255) default '' not null;
alter table alert add column severity varchar(16) default '' not null;
alter table alert add column subject_kind varchar(32) default '' not null;
alter table alert add column subject_number bigint default 0 not null;
alter table alert add column created_at bigint default -1 not null;
alter table alert add column done_at bigint default -1 not null;
create index alert_done on alert (done_at);
create index alert_subject on alert (subject_kind, subject_number);

alter table command add column asked_by varchar(255) default '' not null;
alter table command add column outcome varchar(16) default '' not null;
alter table command add column created_at bigint default -1 not null;
create index command_done on command (done_at);
create index command_created on command (created_at);

alter table job add column class_name varchar(255) default '' not null;
alter table job add column state varchar(16) default '' not null;
alter table job add column subject_kind varchar(32) default '' not null;
alter table job add column subject_number bigint default 0 not null;
alter table job add column created_at bigint default -1 not null;
create index job_done on job (done_at);
create index job_subject on job (subject_kind, subject_number);
