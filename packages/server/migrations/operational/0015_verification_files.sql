-- Small files by which platforms convince themselves that an address is ours; served from the root of the installation.
create table verification_files (
  workspace_id int not null,
  file text collate "C" not null,
  content text not null check (octet_length(content) <= 4096),
  created_at bigint not null,
  created_by text not null,
  primary key (workspace_id, file)
);
-- one address serves one file of a name, whoever of the workspaces brought it
create unique index verification_files_file on verification_files (file);
