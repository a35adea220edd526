// cspell:disable — names of PostgreSQL
const aggregates = `count sum avg min max array_agg string_agg bool_and bool_or every bit_and bit_or stddev stddev_pop
  stddev_samp variance var_pop var_samp corr covar_pop covar_samp regr_slope regr_intercept regr_r2 regr_count
  percentile_cont percentile_disc mode json_agg jsonb_agg json_object_agg jsonb_object_agg any_value grouping`;

const windows = `row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value`;

const numbers = `abs ceil ceiling floor round trunc sign sqrt cbrt power exp ln log log10 mod div gcd lcm width_bucket
  greatest least random degrees radians sin cos tan asin acos atan atan2 pi`;

const texts = `length char_length character_length lower upper initcap trim btrim ltrim rtrim lpad rpad left right repeat
  replace reverse position strpos substr substring overlay split_part string_to_array string_to_table concat concat_ws
  format starts_with translate ascii chr md5 sha256 encode decode to_char to_number regexp_match regexp_matches
  regexp_replace regexp_split_to_array regexp_split_to_table regexp_count regexp_instr regexp_like regexp_substr normalize
  quote_literal quote_ident quote_nullable convert_from convert_to`;

const times = `now age date_trunc date_part date_bin extract to_date to_timestamp make_date make_interval make_time
  make_timestamp make_timestamptz justify_days justify_hours justify_interval isfinite timezone clock_timestamp
  statement_timestamp transaction_timestamp timeofday`;

const collections = `unnest generate_series generate_subscripts array_append array_cat array_length array_ndims array_position
  array_positions array_prepend array_remove array_replace array_to_string array_upper array_lower array_fill cardinality
  json_array_elements json_array_elements_text json_array_length json_build_array json_build_object json_each json_each_text
  json_extract_path json_extract_path_text json_object_keys json_typeof jsonb_array_elements jsonb_array_elements_text
  jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text jsonb_extract_path
  jsonb_extract_path_text jsonb_object_keys jsonb_path_exists jsonb_path_match jsonb_path_query jsonb_path_query_array
  jsonb_path_query_first jsonb_pretty jsonb_set jsonb_strip_nulls jsonb_typeof jsonb_to_record jsonb_to_recordset
  json_to_record json_to_recordset row_to_json to_json to_jsonb array_to_json lower_inc upper_inc isempty range_merge`;

/** Types that take a length or precision. */
const types = `numeric decimal varchar char character bpchar varying bit timestamp timestamptz time timetz interval float
  precision zone day second`;

/** Grammar that stands before a parenthesis without being a function. */
const grammar = `select from where and or not in exists any all some as on using having by values when then else case between
  like ilike similar to is distinct with recursive union intersect except over filter within group order partition limit
  offset fetch first next lateral materialized rows range groups sets rollup cube cast coalesce nullif row array return
  join left right inner cross full outer window table escape collate only both leading trailing for at end`;

const offered = new Set(
  [aggregates, windows, numbers, texts, times, collections, types, grammar].flatMap((list) =>
    list.trim().split(/\s+/),
  ),
);

/**
 * Whether a query may write `name(`. The list holds what answers questions about rows; what waits, locks, notifies, runs
 * text as SQL or looks at the server (`pg_sleep`, advisory locks, `query_to_xml`, `set_config` …) is not on it.
 */
export function isOfferedFunction(name: string): boolean {
  return offered.has(name);
}

const reserved =
  /^(pg_|information_schema$|lo_(import|export|creat|create|open|close|unlink|get|put|from_bytea)$|dblink|set_config$|setval$|nextval$|currval$|lastval$|(query|table|schema|database|cursor)_to_xml)/;

/** A name that no query needs: the system's catalogs and functions that do more than compute. Also without parentheses. */
export function isReservedName(name: string): boolean {
  return reserved.test(name.toLowerCase());
}
