/** Metadata of an upload that says what the file itself does not. */
export const UPLOAD_METADATA = {
  timeZone: 'time-zone',
  siteId: 'site-id',
  layout: 'layout',
  /** `true`: a file with rows of another site is refused. */
  onlySite: 'only-site',
} as const;

const ENCODED_WORD = /=\?utf-8\?([bq])\?([^?]*)\?=/gi;

/**
 * Headers hold ASCII only. What else there is in a name is written as an encoded word of RFC 2047, as S3 gives it back:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
 */
export function metadataText(text: string): string {
  const isPlain = /^[\x20-\x7e]*$/.test(text) && text.search(ENCODED_WORD) < 0;
  return isPlain ? text : `=?UTF-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=`;
}

/** @param value as S3 gives it. @returns the text that was meant */
export function textOfMetadata(value: string): string {
  const words = value.replace(/(\?=)\s+(?==\?utf-8\?)/gi, '$1');
  return words.replace(ENCODED_WORD, (_, kind: string, code: string) =>
    (kind.toLowerCase() === 'b' ? Buffer.from(code, 'base64') : quotedBytes(code)).toString('utf8'),
  );
}

function quotedBytes(code: string): Buffer {
  const bytes = code
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}
