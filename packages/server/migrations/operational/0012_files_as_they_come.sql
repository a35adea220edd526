-- Workbooks, further encodings, and a header that is not the first line. Of a workbook `sheets` are those one can choose.
alter table import_files drop constraint import_files_format_check;
alter table import_files add constraint import_files_format_check check (format in ('csv', 'jsonl', 'xlsx'));
alter table import_files drop constraint import_files_encoding_check;
alter table import_files add constraint import_files_encoding_check
  check (encoding in ('utf-8', 'gb18030', 'utf-16le', 'utf-16be'));
alter table import_files add column header_line int not null default 1;
alter table import_files add column sheet text;
alter table import_files add column sheets json not null default '[]';

-- Which parts of an order an import gave out: the highest, and whether it gave out the first (0), which alone carries
-- what the order is worth as a whole. A part is given out once while whoever gave it out stands.
alter table imported_rows add column part int not null default 0;
alter table imported_rows add column has_first boolean not null default true;
