-- An invitation says which post its member will hold and which unit holds them, so that nobody sees all until somebody remembers.
alter table invitations add column post text;
alter table invitations add column unit_id int;
