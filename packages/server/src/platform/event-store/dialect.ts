/**
 * Everything in which the two engines differ and a question may need. The rest of a question is plain SQL that both
 * understand; ClickHouse 18.16 sets the limits: one join a select, no CTE, no `filter`, no window functions,
 * no alias that hides a column inside its own select.
 */
export interface Dialect {
  engine: 'duckdb' | 'clickhouse';
  /** A string literal, escaped. */
  text(value: string): string;
  /** What stands between the brackets of `in ()` for an empty list. */
  emptyList: string;
  /** A property of `props` as text; null when absent or JSON null. */
  prop(key: string): string;
  /** A property as a decimal with 4 places, in ten-thousandths (int64); null when absent or not a number. */
  propNumber(key: string): string;
  /** Exact count of distinct non-null values. */
  distinct(expression: string): string;
  countIf(condition: string): string;
  /** Sum where the condition holds; 0 when it never does. */
  sumIf(expression: string, condition: string): string;
  /** Start of the half-open bucket between ascending boundaries (epoch ms) that holds the instant; null outside all. */
  bucket(column: string, boundaries: readonly number[]): string;
}

/** `min`, `max` or `avg` that is null over nothing: ClickHouse says 0 or NaN there, DuckDB null. Portable. */
export function guarded(aggregate: 'min' | 'max' | 'avg', expression: string): string {
  return `case when count(${expression}) > 0 then ${aggregate}(${expression}) else null end`;
}

// Days and hours are equally long but for the clock changes: runs of equal steps need one arithmetic term each,
// where one `case` a boundary would mean 365 of them for a year of days.
function bucketBy(divide: (numerator: string, step: number) => string, int64: (value: number) => string) {
  return (column: string, boundaries: readonly number[]): string => {
    const cases: string[] = [];
    let at = 0;
    while (at < boundaries.length - 1) {
      const start = boundaries[at] as number;
      const step = (boundaries[at + 1] as number) - start;
      let end = at + 1;
      while (
        end + 1 < boundaries.length &&
        (boundaries[end + 1] as number) - (boundaries[end] as number) === step
      )
        end += 1;
      const value =
        end === at + 1 ? int64(start) : `${start} + ${divide(`${column} - ${start}`, step)} * ${step}`;
      cases.push(`when ${column} < ${boundaries[end]} then ${value}`);
      at = end;
    }
    return `case when ${column} < ${boundaries[0] ?? 0} then null ${cases.join(' ')} else null end`;
  };
}

const duckdbText = (value: string): string => {
  const quoted = (part: string): string => `'${part.replaceAll("'", "''")}'`;
  // SQL text ends at a NUL in DuckDB.
  if (!value.includes('\0')) return quoted(value);
  return `(${value.split('\0').map(quoted).join(' || chr(0) || ')})`;
};

// JSON pointer: the only path syntax in which every key can be written.
const pointer = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

export const duckdbDialect: Dialect = {
  engine: 'duckdb',
  text: duckdbText,
  emptyList: 'select null where false',
  prop: (key) => `json_extract_string(props, ${duckdbText(pointer(key))})`,
  propNumber: (key) =>
    `try_cast(round(try_cast(json_extract_string(props, ${duckdbText(pointer(key))}) as double) * 10000) as bigint)`,
  distinct: (expression) => `count(distinct ${expression})`,
  countIf: (condition) => `count(*) filter (where ${condition})`,
  sumIf: (expression, condition) => `coalesce(sum(${expression}) filter (where ${condition}), 0)`,
  bucket: bucketBy((numerator, step) => `((${numerator}) // ${step})`, String),
};

// By code, never `\\'`: then a literal ends at the same quote for both engines and for our own reader of SQL.
const clickhouseText = (value: string): string =>
  `'${value.replaceAll('\\', '\\x5C').replaceAll("'", '\\x27').replaceAll('\0', '\\x00')}'`;

const clickhouseProp = (key: string): string =>
  `if(has(prop_names, ${clickhouseText(key)}), prop_values[indexOf(prop_names, ${clickhouseText(key)})], null)`;

export const clickhouseDialect: Dialect = {
  engine: 'clickhouse',
  text: clickhouseText,
  // a select must name the type of what it compares with; null never equals anything, nor counts in `not in`
  emptyList: 'null',
  prop: clickhouseProp,
  propNumber: (key) => `toInt64(round(toFloat64OrNull(${clickhouseProp(key)}) * 10000))`,
  distinct: (expression) => `uniqExact(${expression})`,
  // over a nullable condition and no rows it would be null
  countIf: (condition) => `coalesce(countIf(${condition}), 0)`,
  sumIf: (expression, condition) => `coalesce(sumIf(${expression}, ${condition}), 0)`,
  // a bare literal is UInt64, which has no common type with Int64
  bucket: bucketBy(
    (numerator, step) => `intDiv(${numerator}, ${step})`,
    (value) => `toInt64(${value})`,
  ),
};
