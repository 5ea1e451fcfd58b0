/**
 * The platform decodes old encodings but does not encode them: each letter is found by decoding every byte, and every
 * pair.
 */
const KNOWN = new Map<string, ReadonlyMap<string, Buffer>>();

/** @throws Error for a letter that the encoding does not have */
export function encoded(text: string, encoding: string): Buffer {
  const letters = KNOWN.get(encoding) ?? lettersOf(encoding);
  KNOWN.set(encoding, letters);
  return Buffer.concat(
    [...text].map((char) => {
      const bytes = char < '\u0080' ? Buffer.from(char) : letters.get(char);
      if (!bytes) throw new Error(`${encoding} has no ${char}`);
      return bytes;
    }),
  );
}

function lettersOf(encoding: string): ReadonlyMap<string, Buffer> {
  const decoder = new TextDecoder(encoding);
  const letters = new Map<string, Buffer>();
  const keep = (bytes: Buffer) => {
    const char = decoder.decode(bytes);
    if (char.length === 1 && char !== '\ufffd' && !letters.has(char)) letters.set(char, bytes);
  };
  for (let first = 0x80; first <= 0xff; first += 1) {
    keep(Buffer.from([first]));
    for (let second = 0x40; second <= 0xfe; second += 1) keep(Buffer.from([first, second]));
  }
  return letters;
}
