/**
 * Writes the XML of a workbook as the reading library knows it: a cell may leave out where it stands, which is then
 * behind the one before it, and a sheet may have no name. Both are valid.
 */

const SHEET = /^xl\/worksheets\/[^/]+\.xml$/i;
const WORKBOOK = /^xl\/workbook\.xml$/i;
const ROW_OR_CELL = /<((?:[\w.-]+:)?(row|c))(\s[^<>]*?)?(\/?)>/g;
const PLACE = /\sr\s*=\s*(?:"([A-Z]*)(\d+)"|'([A-Z]*)(\d+)')/i;
const NAMELESS = /(<(?:[\w.-]+:)?sheet\s(?:[^<>]*\s)?name\s*=\s*)(?:""|'')/g;
const LETTERS = 26;
/** A spreadsheet has no more of them; a reader fills what lies before a cell. */
const [MAX_ROWS, MAX_COLUMNS] = [1_048_576, 16_384];

/**
 * @returns the part as it is, or as it must be written to be read
 * @throws RangeError where a cell lies beyond what a sheet can have
 */
export function readablePart(name: string, bytes: Buffer): Buffer {
  if (WORKBOOK.test(name)) return rewritten(bytes, namesSheets);
  return SHEET.test(name) ? rewritten(bytes, placesCells) : bytes;
}

/** UTF-8, as nearly every workbook; of another encoding no tag is found. */
function rewritten(bytes: Buffer, write: (text: string) => string): Buffer {
  const text = bytes.toString('utf8');
  const written = write(text);
  return written === text ? bytes : Buffer.from(written, 'utf8');
}

function namesSheets(text: string): string {
  let sheets = 0;
  return text.replace(NAMELESS, (_, before: string) => {
    sheets += 1;
    return `${before}"Sheet ${sheets}"`;
  });
}

function placesCells(text: string): string {
  let [row, column] = [0, 0];
  return text.replace(ROW_OR_CELL, (tag, name: string, kind: string, attributes = '', close = '') => {
    const [, letters, digits, otherLetters = '', otherDigits] = PLACE.exec(attributes) ?? [];
    const given = Number(digits ?? otherDigits ?? Number.NaN);
    const isPlaced = !Number.isNaN(given);
    if (kind === 'row') [row, column] = [isPlaced ? given : row + 1, 0];
    else [row, column] = isPlaced ? [given, columnOf(letters ?? otherLetters)] : [row, column + 1];
    if (row > MAX_ROWS || column > MAX_COLUMNS) throw new RangeError('A cell lies outside of the sheet.');
    // Where a row stands, its cells say.
    return isPlaced || kind === 'row' ? tag : `<${name} r="${lettersOf(column)}${row}"${attributes}${close}>`;
  });
}

function columnOf(letters: string): number {
  return [...letters.toUpperCase()].reduce((sum, letter) => sum * LETTERS + letter.charCodeAt(0) - 64, 0);
}

/** 1 is A, 27 is AA. */
function lettersOf(column: number): string {
  const rest = column - 1;
  const last = String.fromCharCode(65 + (rest % LETTERS));
  return rest < LETTERS ? last : lettersOf(Math.floor(rest / LETTERS)) + last;
}
