/** What stands after SELECT, and the value that Trino's documentation gives; undefined is null. */
export type Case = readonly [sql: string, expected: string | undefined];

const NUMBERS = 'FROM (VALUES 1, 2, 3, NULL) AS t(x)';
const PAIRS =
  "FROM (VALUES (1, 'a', 10e0), (2, 'b', 20e0), (3, CAST(NULL AS varchar), 40e0), (NULL, 'z', NULL)) AS t(x, s, y)";
const MONEY = 'FROM (VALUES 1.10, 2.25, 3.00) AS t(x)';
const BERLIN = "(TIMESTAMP '2026-10-25 01:30:00 UTC' AT TIME ZONE 'Europe/Berlin')";
/** A moment with a zone that only the row knows. */
const BY_ROW = "at_timezone(TIMESTAMP '2026-10-24 23:30:00', z)";
const ZONES = "FROM (VALUES 'Europe/Berlin') AS t(z)";
const LOS_ANGELES = '2012-10-30 18:00:00.000 America/Los_Angeles';
const MOMENT = "TIMESTAMP '2026-03-05 04:06:07.089'";

/** At least one case for each function of the list. */
export const CASES: Readonly<Record<string, readonly Case[]>> = {
  // Aggregates
  count: [
    [`count(*) ${NUMBERS}`, '4'],
    [`count(x) ${NUMBERS}`, '3'],
    ['count(DISTINCT x) FROM (VALUES 1, 1, 2, NULL) AS t(x)', '2'],
    ['count(*) FILTER (WHERE x > 1) FROM (VALUES 1, 2, 3) AS t(x)', '2'],
  ],
  count_if: [[`count_if(x > 1) ${NUMBERS}`, '2']],
  sum: [
    [`sum(x) ${NUMBERS}`, '6'],
    [`sum(x) ${MONEY}`, '6.35'],
    ['sum(x) FROM (VALUES 0.5e0, 1.5e0) AS t(x)', '2.0'],
    ['sum(x) FROM (VALUES 1) AS t(x) WHERE x > 1', undefined],
  ],
  avg: [
    [`avg(x) ${NUMBERS}`, '2.0'],
    [`avg(x) ${MONEY}`, '2.12'],
    ['avg(x) FROM (VALUES -1.10, -2.25, -3.00) AS t(x)', '-2.12'],
    ['avg(x) FROM (VALUES 0.01, 0.02) AS t(x)', '0.02'],
    ['avg(x) FROM (VALUES 1.5) AS t(x) WHERE x > 2', undefined],
  ],
  min: [
    [`min(x) ${NUMBERS}`, '1'],
    ["min(s) FROM (VALUES 'b', 'a') AS t(s)", 'a'],
  ],
  max: [
    [`max(x) ${NUMBERS}`, '3'],
    ["max(d) FROM (VALUES DATE '2026-01-01', DATE '2025-01-01') AS t(d)", '2026-01-01'],
  ],
  min_by: [[`min_by(s, x) ${PAIRS}`, 'a']],
  max_by: [
    [`max_by(s, x) ${PAIRS}`, undefined],
    [`max_by(x, y) ${PAIRS}`, '3'],
  ],
  stddev: [
    [`stddev(x) ${NUMBERS}`, '1.0'],
    ['stddev(x) FROM (VALUES 1) AS t(x)', undefined],
  ],
  stddev_samp: [[`stddev_samp(x) ${NUMBERS}`, '1.0']],
  stddev_pop: [['stddev_pop(x) FROM (VALUES 1, 3) AS t(x)', '1.0']],
  variance: [[`variance(x) ${NUMBERS}`, '1.0']],
  var_samp: [['var_samp(x) FROM (VALUES 1, 3) AS t(x)', '2.0']],
  var_pop: [['var_pop(x) FROM (VALUES 1, 3) AS t(x)', '1.0']],
  corr: [
    ['corr(y, x) FROM (VALUES (1, 2), (2, 4)) AS t(x, y)', '1.0'],
    ['corr(x, x) FROM (VALUES 1) AS t(x)', undefined],
  ],
  covar_samp: [['covar_samp(y, x) FROM (VALUES (1, 2), (3, 6)) AS t(x, y)', '4.0']],
  covar_pop: [['covar_pop(y, x) FROM (VALUES (1, 2), (3, 6)) AS t(x, y)', '2.0']],
  approx_distinct: [['approx_distinct(x) FROM (VALUES 1, 1, 2) AS t(x)', '2']],
  approx_percentile: [
    ['approx_percentile(x, 0.5) FROM (VALUES 1, 2, 3, 4, 5) AS t(x)', '3'],
    ['approx_percentile(x, ARRAY[0.2, 0.8]) FROM (VALUES 1, 2, 3, 4, 5) AS t(x)', '[1, 4]'],
    ['approx_percentile(x, 0.5) FROM (VALUES 1.5) AS t(x)', '1.5'],
  ],
  array_agg: [
    ['array_agg(x ORDER BY x DESC) FROM (VALUES 1, 2, NULL) AS t(x)', '[2, 1, null]'],
    ['array_agg(x) FROM (VALUES 1) AS t(x) WHERE x > 1', undefined],
  ],
  arbitrary: [['arbitrary(x) FROM (VALUES NULL, 2) AS t(x)', '2']],
  any_value: [['any_value(x) FROM (VALUES NULL, 2) AS t(x)', '2']],
  bool_and: [['bool_and(x) FROM (VALUES true, false) AS t(x)', 'false']],
  bool_or: [['bool_or(x) FROM (VALUES true, false) AS t(x)', 'true']],
  every: [['every(x) FROM (VALUES true, NULL) AS t(x)', 'true']],
  map_agg: [
    ["map_agg(k, v) FROM (VALUES ('b', 2), ('a', 1), (NULL, 3)) AS t(k, v)", '{a=1, b=2}'],
    ["element_at(map_agg(k, v), 'a') FROM (VALUES ('a', 1), ('a', 2), ('b', 3)) AS t(k, v)", '2'],
    ["map_agg(k, v) FILTER (WHERE v > 1) FROM (VALUES ('a', 1), ('b', 2)) AS t(k, v)", '{b=2}'],
    ["map_agg(k, k) FROM (SELECT 'a' AS k WHERE false)", undefined],
  ],
  histogram: [["element_at(histogram(x), 'a') FROM (VALUES 'a', 'b', 'a') AS t(x)", '2']],
  grouping: [['grouping(x) FROM (VALUES 1) AS t(x) GROUP BY ROLLUP (x) ORDER BY 1 DESC', '1']],
  // Windows: the first row in the order of the output
  row_number: [['row_number() OVER (ORDER BY x DESC) FROM (VALUES 1, 2) AS t(x) ORDER BY x', '2']],
  rank: [['rank() OVER (ORDER BY x) FROM (VALUES 1, 1, 2) AS t(x) ORDER BY x DESC', '3']],
  dense_rank: [['dense_rank() OVER (ORDER BY x) FROM (VALUES 1, 1, 2) AS t(x) ORDER BY x DESC', '2']],
  percent_rank: [['percent_rank() OVER (ORDER BY x) FROM (VALUES 1, 2, 3) AS t(x) ORDER BY x DESC', '1.0']],
  cume_dist: [['cume_dist() OVER (ORDER BY x) FROM (VALUES 1, 2) AS t(x) ORDER BY x', '0.5']],
  ntile: [['ntile(2) OVER (ORDER BY x) FROM (VALUES 1, 2, 3, 4) AS t(x) ORDER BY x DESC', '2']],
  lag: [
    ['lag(x) OVER (ORDER BY x) FROM (VALUES 1, 2) AS t(x) ORDER BY x DESC', '1'],
    ['lag(x, 2, 7) OVER (ORDER BY x) FROM (VALUES 1, 2) AS t(x) ORDER BY x DESC', '7'],
    ['lag(x) IGNORE NULLS OVER (ORDER BY y) FROM (VALUES (1, 1), (NULL, 2), (3, 3)) AS t(x, y) ORDER BY y DESC', '1'],
  ],
  lead: [['lead(x) OVER (ORDER BY x) FROM (VALUES 1, 2) AS t(x) ORDER BY x', '2']],
  first_value: [['first_value(x) OVER (ORDER BY x) FROM (VALUES 1, 2) AS t(x) ORDER BY x DESC', '1']],
  last_value: [['last_value(x) OVER (ORDER BY x) FROM (VALUES 1, 2) AS t(x) ORDER BY x', '1']],
  nth_value: [
    [
      'nth_value(x, 2) OVER (ORDER BY x ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) ' +
        'FROM (VALUES 1, 2) AS t(x)',
      '2',
    ],
  ],
  // Dates and times
  current_date: [["date_diff('day', CURRENT_DATE, CAST(now() AS date))", '0']],
  current_timestamp: [["date_diff('hour', current_timestamp, now())", '0']],
  localtimestamp: [["date_diff('hour', localtimestamp, CAST(now() AS timestamp))", '0']],
  now: [["now() > TIMESTAMP '2020-01-01 00:00:00 UTC'", 'true']],
  at_timezone: [
    ["at_timezone(TIMESTAMP '2026-10-01 00:00:00 UTC', 'Europe/Berlin')", '2026-10-01 02:00:00.000 Europe/Berlin'],
    ["TIMESTAMP '2012-10-31 01:00:00 UTC' AT TIME ZONE 'America/Los_Angeles'", LOS_ANGELES],
    ["TIMESTAMP '2026-01-01 00:00:00' AT TIME ZONE 'Europe/Berlin'", '2026-01-01 01:00:00.000 Europe/Berlin'],
    [`TIMESTAMP '2026-10-01 00:00:00' AT TIME ZONE 'Europe/Berlin' AT TIME ZONE 'UTC'`, '2026-10-01 00:00:00.000 UTC'],
    [`CAST(${BERLIN} AS timestamp)`, '2026-10-25 02:30:00.000'],
    [`CAST(${BERLIN} AS date)`, '2026-10-25'],
    [`CAST(${BERLIN} AS varchar)`, '2026-10-25 02:30:00.000 Europe/Berlin'],
    [`hour(${BERLIN})`, '2'],
    [`day(TIMESTAMP '2026-10-01 23:00:00' AT TIME ZONE 'Europe/Berlin')`, '2'],
    [`date_format(${BERLIN}, '%H:%i')`, '02:30'],
    [`date_trunc('day', ${BERLIN})`, '2026-10-25 00:00:00.000 Europe/Berlin'],
    // The hour that comes twice: the second of it.
    [`to_unixtime(date_trunc('hour', ${BERLIN})) - to_unixtime(${BERLIN})`, '-1800.0'],
    [`date_add('day', 1, ${BERLIN})`, '2026-10-26 02:30:00.000 Europe/Berlin'],
    [`date_add('hour', 1, ${BERLIN})`, '2026-10-25 03:30:00.000 Europe/Berlin'],
    [`${BERLIN} + INTERVAL '1' MONTH`, '2026-11-25 02:30:00.000 Europe/Berlin'],
    [`date_diff('day', TIMESTAMP '2026-10-24 00:30:00' AT TIME ZONE 'Europe/Berlin', ${BERLIN})`, '1'],
    [`to_iso8601(${BERLIN})`, '2026-10-25T02:30:00.000+01:00'],
    [`to_iso8601(TIMESTAMP '2026-01-01 00:00:00' AT TIME ZONE 'America/St_Johns')`, '2025-12-31T20:30:00.000-03:30'],
    [`${BERLIN} = TIMESTAMP '2026-10-25 01:30:00 UTC'`, 'true'],
    [`${BY_ROW} ${ZONES}`, '2026-10-25 01:30:00.000 Europe/Berlin'],
    [
      `array_join(array_agg(CAST(${BY_ROW} AS varchar) ORDER BY z), ', ') FROM (VALUES 'Asia/Tokyo', 'UTC') AS t(z)`,
      '2026-10-25 08:30:00.000 Asia/Tokyo, 2026-10-24 23:30:00.000 UTC',
    ],
    [`date_trunc('day', ${BY_ROW}) ${ZONES}`, '2026-10-25 00:00:00.000 Europe/Berlin'],
    [`date_trunc('hour', ${BY_ROW}) ${ZONES}`, '2026-10-25 01:00:00.000 Europe/Berlin'],
    [`date_add('day', 1, ${BY_ROW}) ${ZONES}`, '2026-10-26 01:30:00.000 Europe/Berlin'],
    [`date_add('hour', 2, ${BY_ROW}) ${ZONES}`, '2026-10-25 02:30:00.000 Europe/Berlin'],
    [`${BY_ROW} + INTERVAL '1' MONTH ${ZONES}`, '2026-11-25 01:30:00.000 Europe/Berlin'],
    [`date_diff('day', ${BY_ROW}, TIMESTAMP '2026-10-26 00:30:00 UTC') ${ZONES}`, '1'],
    [`CAST(${BY_ROW} AS date) ${ZONES}`, '2026-10-25'],
    [`hour(${BY_ROW}) ${ZONES}`, '1'],
    [`to_iso8601(${BY_ROW}) ${ZONES}`, '2026-10-25T01:30:00.000+02:00'],
    [`to_unixtime(${BY_ROW}) - to_unixtime(TIMESTAMP '2026-10-24 23:30:00') ${ZONES}`, '0.0'],
    [`${BY_ROW} = ${BY_ROW} AT TIME ZONE 'UTC' ${ZONES}`, 'true'],
    [`${BY_ROW} IN (TIMESTAMP '2026-10-24 23:30:00 UTC') ${ZONES}`, 'true'],
    [`${BY_ROW} IN (SELECT TIMESTAMP '2026-10-24 23:30:00 UTC') ${ZONES}`, 'true'],
    [`max(${BY_ROW}) ${ZONES}`, '2026-10-25 01:30:00.000 Europe/Berlin'],
    ["at_timezone(TIMESTAMP '2026-10-01 00:00:00', CAST(NULL AS varchar))", undefined],
    ["coalesce(TIMESTAMP '2026-10-01 00:00:00 UTC', now() AT TIME ZONE 'Asia/Tokyo')", '2026-10-01 00:00:00.000 UTC'],
    [
      "max(x) FROM (SELECT TIMESTAMP '2026-10-01 00:00:00' AT TIME ZONE 'Asia/Tokyo' UNION ALL " +
        "SELECT TIMESTAMP '2026-10-02 00:00:00') AS t(x)",
      '2026-10-02 00:00:00.000 UTC',
    ],
    [`max(x AT TIME ZONE 'Asia/Tokyo') FROM (VALUES ${MOMENT}) AS t(x)`, '2026-03-05 13:06:07.089 Asia/Tokyo'],
  ],
  date_add: [
    ["date_add('second', 86, TIMESTAMP '2020-03-01 00:00:00')", '2020-03-01 00:01:26.000'],
    ["date_add('hour', 9, TIMESTAMP '2020-03-01 00:00:00')", '2020-03-01 09:00:00.000'],
    ["date_add('day', -1, TIMESTAMP '2020-03-01 00:00:00 UTC')", '2020-02-29 00:00:00.000 UTC'],
    ["date_add('month', 1, DATE '2026-01-31')", '2026-02-28'],
    ["date_add('week', 2, DATE '2026-01-01')", '2026-01-15'],
    ["date_add('quarter', 1, DATE '2026-11-30')", '2027-02-28'],
    ["date_add('year', 1, DATE '2024-02-29')", '2025-02-28'],
    ["date_add('millisecond', 1500, TIMESTAMP '2026-01-01 00:00:00')", '2026-01-01 00:00:01.500'],
    ["date_add('minute', 90, TIMESTAMP '2026-01-01 00:00:00')", '2026-01-01 01:30:00.000'],
  ],
  date_diff: [
    ["date_diff('second', TIMESTAMP '2020-03-01 00:00:00', TIMESTAMP '2020-03-02 00:00:00')", '86400'],
    ["date_diff('hour', TIMESTAMP '2020-03-01 00:00:00 UTC', TIMESTAMP '2020-03-02 00:00:00 UTC')", '24'],
    ["date_diff('day', DATE '2020-03-01', DATE '2020-03-02')", '1'],
    ["date_diff('day', TIMESTAMP '2026-01-01 23:00:00', TIMESTAMP '2026-01-02 01:00:00')", '0'],
    ["date_diff('day', TIMESTAMP '2020-06-01 12:30:45', TIMESTAMP '2020-06-02 12:30:45.123')", '1'],
    ["date_diff('millisecond', TIMESTAMP '2020-06-01 12:30:45', TIMESTAMP '2020-06-02 12:30:45.123')", '86400123'],
    ["date_diff('month', DATE '2026-01-31', DATE '2026-02-28')", '1'],
    ["date_diff('year', DATE '2025-06-01', DATE '2024-06-02')", '0'],
  ],
  date_trunc: [
    ["date_trunc('hour', TIMESTAMP '2022-10-20 05:10:00')", '2022-10-20 05:00:00.000'],
    ["date_trunc('week', DATE '2026-10-04')", '2026-09-28'],
    ["date_trunc('month', TIMESTAMP '2022-10-20 05:10:00')", '2022-10-01 00:00:00.000'],
    ["date_trunc('quarter', DATE '2026-12-31')", '2026-10-01'],
    ["date_trunc('year', TIMESTAMP '2022-10-20 05:10:00 UTC')", '2022-01-01 00:00:00.000 UTC'],
  ],
  year: [
    [`year(${MOMENT})`, '2026'],
    [`EXTRACT(YEAR FROM ${MOMENT})`, '2026'],
  ],
  quarter: [[`quarter(DATE '2026-10-01')`, '4']],
  month: [[`month(${MOMENT})`, '3']],
  week: [["week(DATE '2027-01-01')", '53']],
  week_of_year: [["week_of_year(DATE '2026-01-01')", '1']],
  year_of_week: [["year_of_week(DATE '2027-01-01')", '2026']],
  yow: [["yow(DATE '2027-01-04')", '2027']],
  day: [[`day(${MOMENT})`, '5']],
  day_of_month: [[`day_of_month(${MOMENT})`, '5']],
  day_of_week: [
    ["day_of_week(DATE '2026-10-05')", '1'],
    ["day_of_week(DATE '2026-10-04')", '7'],
  ],
  dow: [["EXTRACT(DOW FROM DATE '2026-10-04')", '7']],
  day_of_year: [["day_of_year(DATE '2024-12-31')", '366']],
  doy: [["doy(DATE '2026-02-01')", '32']],
  hour: [[`hour(${MOMENT})`, '4']],
  minute: [[`minute(${MOMENT})`, '6']],
  second: [[`second(${MOMENT})`, '7']],
  millisecond: [[`millisecond(${MOMENT})`, '89']],
  last_day_of_month: [
    ["last_day_of_month(DATE '2024-02-05')", '2024-02-29'],
    ["last_day_of_month(TIMESTAMP '2026-12-01 10:00:00')", '2026-12-31'],
  ],
  date: [
    ["date('2026-10-01')", '2026-10-01'],
    [`date(${MOMENT})`, '2026-03-05'],
  ],
  date_format: [
    ["date_format(TIMESTAMP '2022-10-20 05:10:00', '%m-%d-%Y %H')", '10-20-2022 05'],
    [`date_format(${MOMENT}, '%a %b %c %e %f %h %i %j %k %l %M %p')`, 'Thu Mar 3 5 089000 04 06 064 4 4 March AM'],
    [`date_format(${MOMENT}, '%r|%S|%s|%T|%v|%W|%x|%y|%%')`, '04:06:07 AM|07|07|04:06:07|10|Thursday|2026|26|%'],
  ],
  date_parse: [
    ["date_parse('2022/10/20/05', '%Y/%m/%d/%H')", '2022-10-20 05:00:00.000'],
    ["date_parse('3/5/2026 14:07:08', '%c/%e/%Y %H:%i:%s')", '2026-03-05 14:07:08.000'],
  ],
  format_datetime: [
    [`format_datetime(${MOMENT}, 'yyyy-MM-dd''T''HH:mm:ss.SSS')`, '2026-03-05T04:06:07.089'],
    [`format_datetime(${MOMENT}, 'EEE, d MMM yy h:m:s a')`, 'Thu, 5 Mar 26 4:6:7 AM'],
    [`format_datetime(${MOMENT}, 'EEEE MMMM DDD e ww xxxx ''100%''')`, 'Thursday March 064 4 10 2026 100%'],
  ],
  parse_datetime: [["parse_datetime('2026-03-05 04:06:07', 'yyyy-MM-dd HH:mm:ss')", '2026-03-05 04:06:07.000 UTC']],
  from_iso8601_timestamp: [
    ["from_iso8601_timestamp('2020-05-11')", '2020-05-11 00:00:00.000 UTC'],
    ["from_iso8601_timestamp('2020-05-11T11:15:05Z')", '2020-05-11 11:15:05.000 UTC'],
    ["from_iso8601_timestamp('2020-05-11T11:15:05.055+00:00')", '2020-05-11 11:15:05.055 UTC'],
    ["from_iso8601_timestamp('2020-05-11T11:15')", '2020-05-11 11:15:00.000 UTC'],
  ],
  from_iso8601_date: [["from_iso8601_date('2020-05-11')", '2020-05-11']],
  to_iso8601: [
    ["to_iso8601(DATE '2026-03-05')", '2026-03-05'],
    [`to_iso8601(${MOMENT})`, '2026-03-05T04:06:07.089'],
  ],
  from_unixtime: [
    ['from_unixtime(1591000245)', '2020-06-01 08:30:45.000 UTC'],
    ['from_unixtime(0.5)', '1970-01-01 00:00:00.500 UTC'],
  ],
  to_unixtime: [["to_unixtime(TIMESTAMP '2026-01-01 00:00:00')", '1.7672256E9']],
  // Text
  length: [["length('häuser')", '6']],
  format: [
    ["format('%d %s', 42, 'x')", '42 x'],
    ["format('%s%%', 123)", '123%'],
    ["format('%.5f', pi())", '3.14159'],
    ["format('%03d', 8)", '008'],
    ["format('%,.2f', 1234567.89)", '1,234,567.89'],
    ["format('%-7s,%7s', 'hello', 'world')", 'hello  ,  world'],
    ["format('%2$s %3$s %1$s', 'a', 'b', 'c')", 'b c a'],
    ["format('%.2f', 1.005e0)", '1.01'],
    ["format('%+,d|%,d', 1234567, -100)", '+1,234,567|-100'],
    ["format('%08.2f', -3.14159e0)", '-0003.14'],
    ["format('%s %s %s', 1.5e0, DATE '2026-10-01', true)", '1.5 2026-10-01 true'],
    ["format('%s|%.2s', NULL, 'abc')", 'null|ab'],
    ["format('%f', 0e0 / 0e0)", 'NaN'],
    ["format('%b', 1 = 1)", 'true'],
  ],
  lower: [["lower('AC Ä')", 'ac ä']],
  upper: [["upper('ac')", 'AC']],
  trim: [
    ["trim('  a\t\n')", 'a'],
    ["trim(BOTH 'x' FROM 'xax')", 'a'],
    ["trim('xax', 'x')", 'a'],
  ],
  ltrim: [
    ["ltrim('  a ')", 'a '],
    ["trim(LEADING 'x' FROM 'xax')", 'ax'],
  ],
  rtrim: [
    ["rtrim(' a  ')", ' a'],
    ["trim(TRAILING 'x' FROM 'xax')", 'xa'],
  ],
  lpad: [
    ["lpad('7', 3, '0')", '007'],
    ["lpad('abc', 2, 'x')", 'ab'],
  ],
  rpad: [["rpad('a', 4, 'xy')", 'axyx']],
  substr: [
    ["substr('hello', 2)", 'ello'],
    ["substr('hello', 2, 3)", 'ell'],
    ["substr('hello', -2)", 'lo'],
    ["substr('hello', 0)", ''],
    ["substr('hello', -9, 2)", ''],
  ],
  substring: [
    ["substring('hello' FROM 2 FOR 2)", 'el'],
    ["substring('hello', 1, 0)", ''],
  ],
  strpos: [
    ["strpos('kettle', 't')", '3'],
    ["strpos('kettle', 'x')", '0'],
  ],
  position: [["position('t' IN 'kettle')", '3']],
  starts_with: [["starts_with('kettle', 'ket')", 'true']],
  replace: [
    ["replace('a-b-c', '-')", 'abc'],
    ["replace('a-b', '-', '+')", 'a+b'],
  ],
  concat: [
    ["concat('a', 'b', 'c')", 'abc'],
    ["concat('a', NULL)", undefined],
  ],
  split: [
    ["split('a,b,,c', ',')", '[a, b, , c]'],
    ["cardinality(split('', ','))", '1'],
  ],
  split_part: [
    ["split_part('a,b', ',', 2)", 'b'],
    ["split_part('a,b', ',', 3)", undefined],
  ],
  regexp_like: [
    ["regexp_like('1a 2b 14m', '\\d+b')", 'true'],
    ["regexp_like('abc', '^b')", 'false'],
  ],
  regexp_extract: [
    ["regexp_extract('1a 2b 14m', '\\d+')", '1'],
    ["regexp_extract('1a 2b 14m', '(\\d+)([a-z]+)', 2)", 'a'],
    ["regexp_extract('abc', '\\d')", undefined],
  ],
  regexp_replace: [
    ["regexp_replace('1a 2b 14m', '\\d+[ab] ')", '14m'],
    ["regexp_replace('1a 2b 14m', '(\\d+)([ab]) ', '3c$2 ')", '3ca 3cb 14m'],
    ["regexp_replace('abc', 'b', '\\$1')", 'a$1c'],
  ],
  json_extract_scalar: [
    ['json_extract_scalar(\'{"a": {"b": [1, "x"]}}\', \'$.a.b[1]\')', 'x'],
    ['json_extract_scalar(\'{"a": {"b": 2}}\', \'$["a"].b\')', '2'],
    ['json_extract_scalar(\'{"a": {"b": 2}}\', \'$.a\')', undefined],
    ["json_extract_scalar('no json', '$.a')", undefined],
  ],
  // Mathematics
  abs: [
    ['abs(-2)', '2'],
    ['abs(-1.50)', '1.50'],
    ['abs(-0.5e0)', '0.5'],
  ],
  ceil: [
    ['ceil(1.2)', '2'],
    ['ceil(-1.2e0)', '-1.0'],
    ['ceil(7)', '7'],
  ],
  ceiling: [['ceiling(1.01)', '2']],
  floor: [
    ['floor(-1.2)', '-2'],
    ['floor(1.9e0)', '1.0'],
  ],
  round: [
    ['round(2.5)', '3'],
    ['round(-2.5e0)', '-3.0'],
    ['round(1.2345, 2)', '1.2300'],
    ['round(1.2345e0, 2)', '1.23'],
    ['round(123, -1)', '120'],
  ],
  mod: [
    ['mod(7, 3)', '1'],
    ['mod(-7, 3)', '-1'],
    ['mod(5.5, 2)', '1.5'],
  ],
  sqrt: [
    ['sqrt(16)', '4.0'],
    ['sqrt(-1)', 'NaN'],
  ],
  exp: [['exp(0)', '1.0']],
  ln: [
    ['ln(1)', '0.0'],
    ['ln(0)', '-Infinity'],
    ['ln(-1)', 'NaN'],
  ],
  log2: [['log2(8)', '3.0']],
  log10: [['log10(1000)', '3.0']],
  power: [['power(2, 10)', '1024.0']],
  pow: [['pow(2, -1)', '0.5']],
  sign: [
    ['sign(-3)', '-1'],
    ['sign(0.5e0)', '1.0'],
    ['sign(0.0)', '0'],
  ],
  pi: [['pi()', '3.141592653589793']],
  e: [['e()', '2.718281828459045']],
  nan: [
    ['nan()', 'NaN'],
    ['nan() = nan()', 'false'],
  ],
  infinity: [
    ['infinity()', 'Infinity'],
    ['-infinity()', '-Infinity'],
  ],
  is_nan: [['is_nan(nan())', 'true']],
  is_finite: [['is_finite(infinity())', 'false']],
  // Conditions
  coalesce: [
    ['coalesce(NULL, 1, 2)', '1'],
    ['coalesce(1, 2.5)', '1.0'],
  ],
  nullif: [
    ['nullif(1, 1)', undefined],
    ['nullif(1, 2)', '1'],
  ],
  if: [
    ["if(1 > 0, 'yes', 'no')", 'yes'],
    ["if(NULL, 'yes')", undefined],
  ],
  greatest: [
    ['greatest(1, 3, 2)', '3'],
    ['greatest(1, NULL)', undefined],
  ],
  least: [
    ['least(1, 2.5)', '1.0'],
    ["least('b', 'a')", 'a'],
  ],
  try: [
    ['try(1 / 0)', undefined],
    ["try(CAST('x' AS integer))", undefined],
    ['try(1)', '1'],
    ['coalesce(try(1 / 0), 7)', '7'],
  ],
  // Arrays and maps
  cardinality: [
    ['cardinality(ARRAY[1, 2])', '2'],
    ['cardinality(histogram(x)) FROM (VALUES 1, 2) AS t(x)', '2'],
  ],
  sequence: [
    ['sequence(1, 5)', '[1, 2, 3, 4, 5]'],
    ['sequence(5, 1)', '[5, 4, 3, 2, 1]'],
    ['sequence(0, 10, 4)', '[0, 4, 8]'],
    ["sequence(DATE '2026-02-27', DATE '2026-03-01')", '[2026-02-27, 2026-02-28, 2026-03-01]'],
    ["sequence(DATE '2026-01-31', DATE '2026-04-01', INTERVAL '1' MONTH)", '[2026-01-31, 2026-02-28, 2026-03-28]'],
    [
      "sequence(TIMESTAMP '2026-01-01 00:00:00', TIMESTAMP '2026-01-01 02:00:00', INTERVAL '1' HOUR)",
      '[2026-01-01 00:00:00.000, 2026-01-01 01:00:00.000, 2026-01-01 02:00:00.000]',
    ],
    ['count(*) FROM UNNEST(sequence(1, 10000)) AS t(x)', '10000'],
    ['sequence(1, CAST(NULL AS integer))', undefined],
  ],
  element_at: [
    ['element_at(ARRAY[1, 2], -1)', '2'],
    ['element_at(ARRAY[1, 2], 3)', undefined],
    ['element_at(histogram(x), 5) FROM (VALUES 1) AS t(x)', undefined],
  ],
  contains: [
    ['contains(ARRAY[1, 2], 2)', 'true'],
    ['contains(ARRAY[1, NULL], 2)', undefined],
    ['contains(ARRAY[1], 2)', 'false'],
  ],
  array_max: [
    ['array_max(ARRAY[1, 3, 2])', '3'],
    ['array_max(ARRAY[1, NULL])', undefined],
  ],
  array_min: [['array_min(ARRAY[2, 1])', '1']],
  array_sort: [['array_sort(ARRAY[2, NULL, 1])', '[1, 2, null]']],
  array_join: [
    ["array_join(ARRAY['a', NULL, 'b'], '-')", 'a-b'],
    ["array_join(split('a,b', ','), '+')", 'a+b'],
  ],
};
