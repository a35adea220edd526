-- A command that ends the process is tried again by the next one, but not for ever.
alter table engine_commands add column attempts int not null default 0;
