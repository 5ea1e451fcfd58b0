/** SQL that several functions share, as DuckDB's macros: what is written in SQL stays short, and so does each query. */

/** DuckDB writes the same shortest digits as Java, with or without an exponent. */
const MANTISSA = `athena_mantissa(digits) AS
  substr(digits, 1, 1) || '.' || CASE WHEN length(digits) > 1 THEN substr(digits, 2) ELSE '0' END`;
const SCIENTIFIC = `athena_scientific(t) AS
  CASE WHEN contains(t, 'e') THEN
      CASE WHEN contains(split_part(t, 'e', 1), '.') THEN split_part(t, 'e', 1) ELSE split_part(t, 'e', 1) || '.0' END
      || 'E' || CAST(CAST(split_part(t, 'e', 2) AS INTEGER) AS VARCHAR)
    WHEN starts_with(t, '0.') THEN
      athena_mantissa(ltrim(substr(t, 3), '0')) || 'E-'
      || CAST(length(t) - 1 - length(ltrim(substr(t, 3), '0')) AS VARCHAR)
    ELSE athena_mantissa(rtrim(replace(t, '.', ''), '0')) || 'E'
      || CAST(length(split_part(t, '.', 1)) - 1 AS VARCHAR)
  END`;

/** Numbers as Java's Double.toString writes them, which is what Trino's format gives. */
const JAVA_DOUBLE = `athena_java_double(x) AS
  CASE WHEN isnan(x) THEN 'NaN'
    WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END
    WHEN x = 0 OR (abs(x) >= 0.001 AND abs(x) < 10000000) THEN CAST(x AS VARCHAR)
    ELSE CASE WHEN x < 0 THEN '-' ELSE '' END || athena_scientific(CAST(abs(x) AS VARCHAR)) END`;

/** Numbers as Trino's cast to varchar writes them: a mantissa and an exponent always, by the SQL standard. */
const DOUBLE_TEXT = `athena_double_text(x) AS
  CASE WHEN NOT isfinite(x) THEN athena_java_double(x)
    WHEN x = 0 THEN CASE WHEN signbit(x) THEN '-0E0' ELSE '0E0' END
    ELSE CASE WHEN x < 0 THEN '-' ELSE '' END || athena_scientific(CAST(abs(x) AS VARCHAR)) END`;

const PADDED = `athena_padded(t, is_left, width) AS
  CASE WHEN is_left THEN t || repeat(' ', greatest(0, width - length(t)))
    ELSE repeat(' ', greatest(0, width - length(t))) || t END`;
const GROUPED = `athena_grouped(digits) AS
  ltrim(reverse(regexp_replace(reverse(digits), '([0-9]{3})', '\\1,', 'g')), ',')`;
const SIGNED = `athena_signed(sign, digits, has_zeros, is_left, width) AS
  CASE WHEN has_zeros THEN sign || repeat('0', greatest(0, width - length(sign) - length(digits))) || digits
    ELSE athena_padded(sign || digits, is_left, width) END`;
/** Digits with the flags of Java's Formatter: groups of three, a plus, zeros or spaces up to a width. */
const FORMAT_NUMBER = `athena_format_number(t, is_grouped, has_plus, has_zeros, is_left, width) AS
  CASE WHEN t IS NULL THEN athena_padded('null', is_left, width)
    WHEN NOT regexp_matches(t, '[0-9]') THEN athena_padded(t, is_left, width)
    ELSE athena_signed(CASE WHEN starts_with(t, '-') THEN '-' WHEN has_plus THEN '+' ELSE '' END,
      CASE WHEN is_grouped THEN athena_grouped(split_part(ltrim(t, '-'), '.', 1))
        ELSE split_part(ltrim(t, '-'), '.', 1) END
      || CASE WHEN contains(t, '.') THEN '.' || split_part(t, '.', 2) ELSE '' END, has_zeros, is_left, width) END`;

/** A sorted list of entries {k, v} as a map, the last of each key. */
const SORTED_MAP = `athena_sorted_map(entries) AS map_from_entries(list_transform(
  list_filter(list_zip(entries, entries[2:]), lambda p: p[2] IS NULL OR p[1].k IS DISTINCT FROM p[2].k),
  lambda p: p[1]))`;
/** The entries of a list as a map, without null keys; null when none is left. */
const MAP = `athena_map(entries) AS
  CASE WHEN len(list_filter(entries, lambda e: e.k IS NOT NULL)) > 0
    THEN athena_sorted_map(list_sort(list_filter(entries, lambda e: e.k IS NOT NULL))) END`;

/** A moment with the name of its zone, which must be one. */
const ZONED = `athena_zoned(moment, zone) AS
  CASE WHEN timezone(zone, moment) IS NOT NULL THEN struct_pack(moment := moment, zone := zone) END`;

/** Each uses only those before it. */
export const MACROS: readonly string[] = [
  ...[MANTISSA, SCIENTIFIC, JAVA_DOUBLE, DOUBLE_TEXT],
  ...[PADDED, GROUPED, SIGNED, FORMAT_NUMBER],
  ...[SORTED_MAP, MAP, ZONED],
].map((macro) => `CREATE MACRO ${macro}`);
