/**
 * Functions that Athena has and that are not here, so that a query with one of them is told so, and not that it is
 * mistyped. https://trino.io/docs/current/functions/list.html
 */
const NAMES: ReadonlySet<string> = new Set(
  `
  acos all_match any_match approx_most_frequent approx_set array_distinct array_except array_first
  array_histogram array_intersect array_last array_position array_remove array_union arrays_overlap asin atan
  atan2 bar beta_cdf bing_tile bing_tile_at bing_tile_coordinates bing_tile_polygon bing_tile_quadkey
  bing_tile_zoom_level bing_tiles_around bit_count bitwise_and bitwise_and_agg bitwise_left_shift bitwise_not
  bitwise_or bitwise_or_agg bitwise_right_shift bitwise_right_shift_arithmetic bitwise_xor cbrt char2hexint
  checksum chr classifier classify codepoint color combinations concat_ws contains_sequence convex_hull_agg cos
  cosh cosine_distance cosine_similarity crc32 current_catalog current_groups current_path current_role current_schema
  current_time current_timezone current_user degrees
  empty_approx_set ends_with features filter flatten format_number from_base from_base32 from_base64
  from_base64url from_big_endian_32 from_big_endian_64 from_encoded_polyline from_geojson_geometry from_hex
  from_ieee754_32 from_ieee754_64 from_iso8601_timestamp_nanos from_unixtime_nanos from_utf8 geometric_mean
  geometry_from_hadoop_shape geometry_invalid_reason geometry_nearest_points geometry_to_bing_tiles
  geometry_union geometry_union_agg great_circle_distance hamming_distance hash_counts hmac_md5 hmac_sha1
  hmac_sha256 hmac_sha512 human_readable_seconds index intersection_cardinality inverse_beta_cdf
  inverse_normal_cdf is_infinite is_json_scalar jaccard_index json_array json_array_contains json_array_get
  json_array_length json_exists json_extract json_format json_object json_parse json_query json_size json_value
  kurtosis learn_classifier learn_libsvm_classifier learn_libsvm_regressor learn_regressor levenshtein_distance
  line_interpolate_point line_interpolate_points line_locate_point listagg localtime log luhn_check
  make_set_digest map map_concat map_entries map_filter map_from_entries map_keys map_union map_values
  map_zip_with md5 merge merge_set_digest multimap_agg multimap_from_entries murmur3 ngrams none_match
  normal_cdf normalize numeric_histogram objectid objectid_timestamp parse_data_size parse_duration qdigest_agg
  radians rand random reduce reduce_agg regexp_count regexp_extract_all regexp_position regexp_split
  regr_intercept regr_slope regress render repeat reverse rgb sha1 sha256 sha512 shuffle simplify_geometry sin
  sinh skewness slice soundex spatial_partitioning spatial_partitions split_to_map split_to_multimap
  spooky_hash_v2_32 spooky_hash_v2_64 tan tanh tdigest_agg timestamp_objectid timezone_hour timezone_minute
  to_base to_base32 to_base64 to_base64url to_big_endian_32 to_big_endian_64 to_char to_date to_encoded_polyline
  to_geojson_geometry to_geometry to_hex to_ieee754_32 to_ieee754_64 to_milliseconds to_spherical_geography
  to_timestamp to_utf8 transform transform_keys transform_values translate trim_array truncate typeof url_decode
  url_encode url_extract_fragment url_extract_host url_extract_parameter url_extract_path url_extract_port
  url_extract_protocol url_extract_query uuid value_at_quantile values_at_quantiles version width_bucket
  wilson_interval_lower wilson_interval_upper with_timezone word_stem xxhash64 zip zip_with
  `
    .trim()
    .split(/\s+/),
);

/** @param name as it is registered, in lower case */
export function isAbsentFunction(name: string): boolean {
  // Those of geometry.
  return NAMES.has(name) || name.startsWith('st_');
}
