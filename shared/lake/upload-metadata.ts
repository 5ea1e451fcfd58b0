/** Metadata of an upload that says what the file itself does not. */
export const UPLOAD_METADATA = {
  timeZone: 'time-zone',
  siteId: 'site-id',
  layout: 'layout',
  /** `true`: a file with rows of another site is refused. */
  onlySite: 'only-site',
} as const;
