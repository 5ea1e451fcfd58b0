/**
 * What is known of every format without reading a file: its name in a layout, what people call it, and how it is
 * detected.
 * The code of each is one file of functions/validate/formats.
 */
export interface FileFormatFacts {
  readonly title: string;
  /** How a file of it is distinguished from others, as the second half of a sentence. */
  readonly detectedBy: string;
}

/** As a layout names them. */
export const FORMAT_NAMES = [
  'csv',
  'framed-table',
  'pivot',
  'dated-by-title',
  'written-dates',
  'direction-sections',
  'meter-sections',
  'commented-heading',
  'json-array',
  'json-document',
  'ndjson',
  'parquet',
  'xlsx',
  'html',
  'green-button',
  'market-document',
  'sdat',
  'meter-readings',
  'mscons',
  'xml-80020',
  'flusso-misure',
  'nem12',
  'nem13',
  'cmep',
  'eiep3',
  'eiep13a',
  'd0036',
  'reading-blocks',
  'dsmr',
  'cdr-usage',
  'fronius-archive',
  'inexogy',
  'volkszaehler',
  'fhem-log',
  'influx',
  'influx-lines',
  'obix-history',
  'xml-rows',
  'home-assistant-energy',
  'home-assistant-history',
] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

export const FILE_FORMATS: Readonly<Record<FormatName, FileFormatFacts>> = {
  csv: { title: 'CSV', detectedBy: 'text in lines, with cells between commas, semicolons, tabs or bars' },
  'framed-table': {
    title: 'CSV as portals write it',
    detectedBy: 'several rows of headings, blocks, cells between spaces, or no heading and a time since 1970',
  },
  pivot: {
    title: 'CSV with dates on two sides',
    detectedBy:
      'days, months, years or minutes of an hour as columns, and times of day, days, months, years or names as rows',
  },
  'dated-by-title': {
    title: 'CSV whose date stands above it',
    detectedBy: 'times of day, days of a year or hours of a week below a line with one date',
  },
  'written-dates': {
    title: 'CSV with dates of their own form',
    detectedBy: 'columns of year, month and day, two dates in one cell, or months in words of another language',
  },
  'direction-sections': {
    title: 'CSV with a section for each direction',
    detectedBy:
      'headings that come again with other words for where the energy goes, such as delivered and received, ' +
      'or below a title with these words',
  },
  'meter-sections': {
    title: 'CSV with a section for each meter',
    detectedBy: 'the same heading below several lines that name a meter, a flat or a site',
  },
  'commented-heading': { title: 'CSV below a commented heading', detectedBy: 'a heading that begins with #' },
  'json-array': { title: 'JSON', detectedBy: 'text that begins with [' },
  'json-document': {
    title: 'JSON with a list inside',
    detectedBy: 'a JSON object or array that holds its readings deeper down',
  },
  ndjson: { title: 'NDJSON', detectedBy: 'text that begins with {' },
  parquet: { title: 'Parquet', detectedBy: 'begins with the bytes PAR1' },
  xlsx: { title: 'Excel .xlsx', detectedBy: 'a zip archive with a workbook inside' },
  html: { title: 'HTML table', detectedBy: 'a web page with a table, as which some portals save an .xls' },
  'green-button': { title: 'Green Button XML', detectedBy: 'XML with the namespace of ESPI' },
  'market-document': {
    title: 'Market document (IEC 62325)',
    detectedBy: 'XML or JSON whose time series have periods with points at positions',
  },
  sdat: { title: 'SDAT-CH', detectedBy: 'XML with validated metered data of the Swiss market (E66)' },
  'meter-readings': {
    title: 'Meter readings (IEC 61968-9)',
    detectedBy: 'XML with blocks of interval readings of meters, as head-end systems send them',
  },
  mscons: { title: 'MSCONS', detectedBy: 'an EDIFACT interchange with metered values' },
  'xml-80020': {
    title: 'Message 80020',
    detectedBy: 'XML with a message of the class 80020 or 80040, of points and channels of measurement',
  },
  'flusso-misure': {
    title: 'Flusso Misure',
    detectedBy: 'XML with a flow of measures of the Italian market, whose days have attributes E1 to E96',
  },
  nem12: { title: 'NEM12', detectedBy: 'begins with the record 100,NEM12 or with a 200 record' },
  nem13: { title: 'NEM13', detectedBy: 'begins with the record 100,NEM13 or with a 250 record' },
  cmep: { title: 'CMEP', detectedBy: 'begins with the record MEPMD01' },
  eiep3: { title: 'EIEP3', detectedBy: 'begins with the record HDR,ICPHH or with a DET record' },
  eiep13a: { title: 'EIEP13A', detectedBy: 'DET records with a direction, and a start and an end of each energy' },
  d0036: { title: 'D0036', detectedBy: 'a flow of the British market, with half hours below their dates' },
  'reading-blocks': {
    title: 'Readings in blocks',
    detectedBy: 'several blocks, each below a line that says the type of its readings',
  },
  dsmr: { title: 'DSMR telegrams', detectedBy: 'telegrams of the customer port, with their time and stands' },
  'cdr-usage': {
    title: 'Consumer Data Right usage',
    detectedBy: 'JSON whose reads of registers have a readUType and an intervalRead',
  },
  'fronius-archive': {
    title: 'Fronius Solar API',
    detectedBy: 'JSON with channels of energy, whose values stand by the seconds since a start',
  },
  inexogy: {
    title: 'inexogy (Discovergy)',
    detectedBy: 'the names time, energy and power, with stands of ten billion to a kWh',
  },
  volkszaehler: { title: 'volkszaehler.org CSV', detectedBy: 'comments with a uuid and the number of rows' },
  'fhem-log': { title: 'FHEM log', detectedBy: 'a time, a device, a reading and its value in each line' },
  influx: { title: 'InfluxDB annotated CSV', detectedBy: 'begins with rows such as #datatype and #group' },
  'influx-lines': {
    title: 'InfluxDB line protocol',
    detectedBy: 'a measurement, fields with values and a time since 1970 in each line',
  },
  'obix-history': {
    title: 'oBIX history',
    detectedBy: 'XML with the answer to a query of a history, as building management systems give it',
  },
  'xml-rows': { title: 'XML', detectedBy: 'XML with many elements of one name, each of which is a record' },
  'home-assistant-energy': {
    title: 'Home Assistant energy dashboard',
    detectedBy: 'the columns entity_id, type and unit, then one for each hour',
  },
  'home-assistant-history': {
    title: 'Home Assistant history',
    detectedBy: 'the columns entity_id, state and last_changed',
  },
};
