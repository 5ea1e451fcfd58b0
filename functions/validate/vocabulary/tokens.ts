/** Takes names apart into words that can be compared, whatever their spelling. */

/** Letters that have no accent to take off. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'a',
  œ: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  ð: 'd',
  þ: 'th',
};

/** Lower case, and letters without their accents; ä, ae and a are one, as keyboards and old systems make them. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[ßøæœłđıðþ]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/(?<=\p{L})([aou])e|([aou])e(?=\p{L})/gu, '$1$2');
}

/** `energyConsumed` and `PVYield` are two words, `kWh` is one. */
function withoutCamel(text: string): string {
  return text
    .replace(/(\p{Ll}|\d)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{Ll}{2})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}{2})(\p{Lu}\p{Ll}{2})/gu, '$1 $2');
}

/** `d'énergie`, `l'import`. */
const ELISION = /(?<!\p{L})(?:qu|[dlnsj])['’]/giu;

/** Words of a text, folded. */
export function tokensOf(text: string): string[] {
  const words = withoutCamel(text).normalize('NFKC').replace(ELISION, ' ').replace(/['’`]/g, '');
  return folded(words)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '');
}
