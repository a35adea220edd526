import { type Static, Type } from 'typebox';

export const ImportKind = Type.Union([
  Type.Literal('customers'),
  Type.Literal('events'),
  Type.Literal('orders'),
]);

/** How lines of an order file that take money back are told apart. */
export const CancellationRule = Type.Union([
  /** The order number begins with this text. */
  Type.Object({ by: Type.Literal('prefix'), prefix: Type.String({ minLength: 1, maxLength: 16 }) }),
  /** The status column has one of these values. */
  Type.Object({
    by: Type.Literal('status'),
    values: Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 50 }),
  }),
  /** The quantity or amount is negative. */
  Type.Object({ by: Type.Literal('negative') }),
]);

/**
 * One column of the file and what it means. `field` is one of GET /api/imports/fields, or with a name after the colon
 * `identity:<namespace>`, `attribute:<key>`, `property:<key>`, `consent:<topic>`. Columns not listed are left out.
 */
export const ColumnMapping = Type.Object(
  { column: Type.String({ maxLength: 256 }), field: Type.String({ minLength: 1, maxLength: 160 }) },
  { additionalProperties: false },
);

/** What people in an address book agreed to, as whoever imports it states. */
export const AddressBook = Type.Object(
  {
    /** The statement that everybody in it agreed to be kept here; nothing is taken in without. */
    authorised: Type.Boolean(),
    /** Where the authorisation is recorded, at least 10 characters. */
    evidence: Type.String({ maxLength: 2000 }),
    /** Media people agreed to be contacted by for marketing; each becomes a consent of everybody with such an address. */
    consents: Type.Array(Type.Union([Type.Literal('email'), Type.Literal('sms'), Type.Literal('phone')]), {
      maxItems: 3,
    }),
  },
  { additionalProperties: false },
);

/** What a file's columns mean, and how its rows are to be read. */
export const ImportSpec = Type.Object(
  {
    kind: ImportKind,
    /** Name of where the data comes from, e.g. `crm`. A row of one source is taken in once, for ever. */
    source: Type.String({ minLength: 1, maxLength: 60, pattern: '^[^\\s:~](?:[^:~]*[^\\s:~])?$' }),
    columns: Type.Array(ColumnMapping, { maxItems: 500 }),
    /** Values every row has, e.g. `{ field: 'channel', value: 'crm' }`. */
    constants: Type.Optional(
      Type.Array(
        Type.Object(
          { field: Type.String({ maxLength: 160 }), value: Type.String({ maxLength: 256 }) },
          { additionalProperties: false },
        ),
        { maxItems: 50 },
      ),
    ),
    /** IANA zone of times that name none; absent: the workspace's. */
    zone: Type.Optional(Type.String({ maxLength: 64 })),
    /** Order of day, month and year in dates such as 03/04/2024. Absent: year first. */
    dateOrder: Type.Optional(Type.Union([Type.Literal('ymd'), Type.Literal('dmy'), Type.Literal('mdy')])),
    cancellation: Type.Optional(CancellationRule),
    /** Extra rules of a known file; see GET /api/imports/presets. */
    preset: Type.Optional(Type.String({ maxLength: 64 })),
    /** The file is an address book: taken in only with its people's authorisation, which is kept with the import. */
    addressBook: Type.Optional(AddressBook),
  },
  { additionalProperties: false },
);

const Encoding = Type.Union([
  Type.Literal('utf-8'),
  Type.Literal('gb18030'),
  Type.Literal('utf-16le'),
  Type.Literal('utf-16be'),
]);

/** PUT /api/imports/files/:id/reading: what is absent is found out from the file. */
export const FileReading = Type.Object(
  {
    encoding: Type.Optional(Encoding),
    delimiter: Type.Optional(
      Type.Union([Type.Literal(','), Type.Literal(';'), Type.Literal('\t'), Type.Literal('|')]),
    ),
    /** Of a workbook. */
    sheet: Type.Optional(Type.String({ maxLength: 255 })),
    /** Line (of a workbook: row) with the names of the columns, the first being 1. */
    headerLine: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  },
  { additionalProperties: false },
);

/** POST /api/imports/files?name=…, the body is the file itself (any content type; gzip and .xlsx are recognised). */
export const UploadQuery = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 255 }),
  ...FileReading.properties,
});
export const ImportFile = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  /** Size as uploaded. */
  bytes: Type.Integer(),
  sha256: Type.String(),
  format: Type.Union([Type.Literal('csv'), Type.Literal('jsonl'), Type.Literal('xlsx')]),
  compression: Type.Union([Type.Literal('none'), Type.Literal('gzip')]),
  encoding: Encoding,
  /** Of a workbook: the sheet that is read, and those that could be. */
  sheet: Type.Union([Type.String(), Type.Null()]),
  sheets: Type.Array(Type.String()),
  /** Line with the names of the columns; of JSON lines 0. */
  headerLine: Type.Integer(),
  delimiter: Type.Union([Type.String(), Type.Null()]),
  /** Column names in file order. */
  header: Type.Array(Type.String()),
  /** First rows, as text, for choosing columns; at most 5. */
  sample: Type.Array(Type.Array(Type.String())),
  uploadedAt: Type.Number(),
  uploadedBy: Type.String(),
  /** What we take the file to be. */
  guess: ImportSpec,
});
export const ImportFiles = Type.Object({ items: Type.Array(ImportFile), nextCursor: Type.Null() });

/** GET /api/imports/fields?kind=orders */
export const FieldsQuery = Type.Object({ kind: ImportKind });
export const ImportField = Type.Object({
  /** Ends in a colon when a name has to follow, e.g. `attribute:`. */
  field: Type.String(),
  en: Type.String(),
  zh: Type.String(),
  required: Type.Boolean(),
  type: Type.Union([
    Type.Literal('text'),
    Type.Literal('number'),
    Type.Literal('money'),
    Type.Literal('time'),
    Type.Literal('boolean'),
  ]),
});
export const ImportFields = Type.Object({ items: Type.Array(ImportField), nextCursor: Type.Null() });

/** GET /api/imports/presets */
export const ImportPreset = Type.Object({
  name: Type.String(),
  en: Type.String(),
  zh: Type.String(),
  /** Where the file's make is documented, and the day that was read. */
  source: Type.Object({ url: Type.String(), seen: Type.String() }),
  spec: ImportSpec,
});
export const ImportPresets = Type.Object({ items: Type.Array(ImportPreset), nextCursor: Type.Null() });

/** What is wrong with one cell. */
export const RowProblem = Type.Object({
  /** Column of the file; null when it is the row as a whole. */
  column: Type.Union([Type.String(), Type.Null()]),
  /** Of GET /api/docs, errors `row.…`. */
  code: Type.String(),
  /** In the language of Accept-Language; follows the column's name. */
  reason: Type.String(),
  /** True: the cell is left out, the row is taken in all the same. */
  note: Type.Optional(Type.Boolean()),
});

/** POST /api/imports/preview: nothing is taken in. */
export const PreviewRequest = Type.Object(
  { fileId: Type.Integer(), spec: ImportSpec },
  { additionalProperties: false },
);
export const Preview = Type.Object({
  header: Type.Array(Type.String()),
  /** First 50 rows. `line` is the line of the file, the header being 1. */
  rows: Type.Array(
    Type.Object({
      line: Type.Integer(),
      cells: Type.Array(Type.String()),
      problems: Type.Array(RowProblem),
      accepted: Type.Boolean(),
      /** What it becomes, for reading, e.g. `Order Completed 536365`. */
      becomes: Type.Array(Type.String()),
    }),
  ),
  /** Of the rows looked at (at most 20 000). */
  totals: Type.Object({
    read: Type.Integer(),
    accepted: Type.Integer(),
    rejected: Type.Integer(),
    /** Already taken in from this source. */
    repeated: Type.Integer(),
    /** Events that would be posted, by name. */
    events: Type.Record(Type.String(), Type.Integer()),
    /** Different identified people; rows without any identity count nobody. */
    customers: Type.Integer(),
    anonymous: Type.Integer(),
  }),
  /** True when `totals` cover the whole file. */
  complete: Type.Boolean(),
  /** Rejections by reason, most frequent first. */
  reasons: Type.Array(
    Type.Object({
      column: Type.Union([Type.String(), Type.Null()]),
      code: Type.String(),
      reason: Type.String(),
      note: Type.Optional(Type.Boolean()),
      count: Type.Integer(),
    }),
  ),
  /**
   * A date that could be two days: day or month first has to be said. Its instants both ways (epoch ms); `only` is the
   * order that all such dates of these rows allow, when the other one is impossible.
   */
  dateQuestion: Type.Union([
    Type.Object({
      column: Type.Union([Type.String(), Type.Null()]),
      value: Type.String(),
      dmy: Type.Union([Type.Number(), Type.Null()]),
      mdy: Type.Union([Type.Number(), Type.Null()]),
      only: Type.Union([Type.Literal('dmy'), Type.Literal('mdy'), Type.Null()]),
    }),
    Type.Null(),
  ]),
  /** Faults of the mapping itself; an import with any of them cannot start. */
  faults: Type.Array(Type.Object({ field: Type.String(), code: Type.String(), reason: Type.String() })),
});

export const ImportState = Type.Union([
  Type.Literal('queued'),
  Type.Literal('running'),
  Type.Literal('paused'),
  Type.Literal('done'),
  /** Stopped by a fault of the file or the server; can be resumed. */
  Type.Literal('failed'),
  Type.Literal('undoing'),
  Type.Literal('undone'),
]);

/** POST /api/imports */
export const ImportStart = Type.Object(
  { fileId: Type.Integer(), spec: ImportSpec },
  { additionalProperties: false },
);

/** One import. `read = accepted + repeated + rejected`, in rows. */
export const Import = Type.Object({
  id: Type.Integer(),
  fileId: Type.Integer(),
  fileName: Type.String(),
  kind: ImportKind,
  source: Type.String(),
  spec: ImportSpec,
  state: ImportState,
  read: Type.Integer(),
  accepted: Type.Integer(),
  repeated: Type.Integer(),
  rejected: Type.Integer(),
  /** Events posted so far. */
  events: Type.Integer(),
  /** Share of the file read, 0…1. */
  progress: Type.Number(),
  /** Rows a second while running, else null. */
  rate: Type.Union([Type.Number(), Type.Null()]),
  /** Milliseconds still to go, else null. */
  etaMs: Type.Union([Type.Number(), Type.Null()]),
  /** Waiting because the engine has not caught up with what was posted. */
  waiting: Type.Boolean(),
  /** Why it failed, for reading. */
  fault: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.Number(),
  createdBy: Type.String(),
  startedAt: Type.Union([Type.Number(), Type.Null()]),
  finishedAt: Type.Union([Type.Number(), Type.Null()]),
  /** Rejections by reason, most frequent first. */
  reasons: Type.Array(
    Type.Object({
      column: Type.Union([Type.String(), Type.Null()]),
      code: Type.String(),
      reason: Type.String(),
      note: Type.Optional(Type.Boolean()),
      count: Type.Integer(),
    }),
  ),
});
export const ImportsQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  cursor: Type.Optional(Type.String()),
});
export const ImportsPage = Type.Object({
  items: Type.Array(Import),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
});

/** GET /api/imports/:id/rejects (JSON) and GET /api/imports/:id/rejects.csv (download). */
export const ImportReject = Type.Object({
  line: Type.Integer(),
  column: Type.Union([Type.String(), Type.Null()]),
  code: Type.String(),
  reason: Type.String(),
  /** True: the row was taken in, this cell was left out. */
  note: Type.Optional(Type.Boolean()),
  /** The row as it stands in the file. */
  row: Type.String(),
});
export const ImportRejects = Type.Object({
  items: Type.Array(ImportReject),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
});

export type ImportKind = Static<typeof ImportKind>;
export type CancellationRule = Static<typeof CancellationRule>;
export type ColumnMapping = Static<typeof ColumnMapping>;
export type AddressBook = Static<typeof AddressBook>;
export type UploadQuery = Static<typeof UploadQuery>;
export type FileReading = Static<typeof FileReading>;
export type ImportSpec = Static<typeof ImportSpec>;
export type ImportFile = Static<typeof ImportFile>;
export type ImportField = Static<typeof ImportField>;
export type ImportPreset = Static<typeof ImportPreset>;
export type RowProblem = Static<typeof RowProblem>;
export type Preview = Static<typeof Preview>;
export type ImportState = Static<typeof ImportState>;
export type Import = Static<typeof Import>;
export type ImportReject = Static<typeof ImportReject>;
