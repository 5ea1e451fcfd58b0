/**
 * Tells which of the encodings from before Unicode a text is in: by the words that headings of meters' files have in
 * the languages of each, then by its letters. The platform's TextDecoder decodes them.
 */
import type { ENCODINGS } from '../../../shared/readings/layout.ts';

type Encoding = (typeof ENCODINGS)[number];

interface Known {
  /** Parts of words, each with a letter beyond ASCII; lower case. */
  readonly words: readonly string[];
  /** Everything beyond ASCII that such a text may hold. */
  readonly letters: RegExp;
  /** The letters of its script tell it without a word. */
  readonly script?: RegExp;
}

const words = (text: string): string[] => text.trim().split(/\s+/);
const SIGNS = String.raw`\p{P}\p{S}\p{Zs}\x80-\x9f²³¹µ°`;

/** The last character of ASCII. */
const ASCII_END = '\u007f';

const WESTERN = 'windows-1252';
const WESTERN_LETTERS = 'À-ÖØ-öø-ý€…’–\\u00a0£§ª°²³µ·º';

/** In the order in which they are preferred where several are equal. */
const OLD: ReadonlyMap<Encoding, Known> = new Map<Encoding, Known>([
  [WESTERN, { words: [], letters: new RegExp(`^[${WESTERN_LETTERS}]+$`, 'u') }],
  // Its sign of the euro is one of no currency in the encoding before.
  ['iso-8859-15', { words: [], letters: new RegExp(`^[${WESTERN_LETTERS}ŠšŽžŒœŸ]+$`, 'u'), script: /€/ }],
  [
    'windows-1250',
    {
      words: words(`
        spotřeb odběr dodávk výrob měřen měřič začátek konec období přetok činn čas střed výkon datum č. poč
        zużyci energię ilość pobór moc godzin oddan pobran wartoś początek odczyt okres źród
        fogyaszt időpont kezdet vége mért betáplál mennyis mérő óra érték időszak idő
        mrež vrijeme potrošnj proizvod početak mjerenj količin časovn žačet prejet oddan proizv števc števil začet
        spotreb začiatok meran hodnôt výrob dodávk čas ţ energie înreg consum ş ţi`).filter(beyondAscii),
      letters: new RegExp(
        `^[${SIGNS}ÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖŘŮÚŰÜÝŢßŔáâăäĺćçčéęëěíîďđńňóôőöřůúűüýţŕŠšŤťŽžŹźŚśŁłĄąŞşĽľŻż]+$`,
        'u',
      ),
    },
  ],
  [
    'windows-1251',
    {
      words: words('дата врем потреб энерг показ час активн споживан енерг година стойност'),
      letters: new RegExp(`^[${SIGNS}\\p{Script=Cyrillic}]+$`, 'u'),
      script: /[а-яёіїєґ]{4}/u,
    },
  ],
  [
    'windows-1253',
    {
      words: words('ημερομην ώρα κατανάλω ενέργ παραγωγ'),
      letters: new RegExp(`^[${SIGNS}\\p{Script=Greek}]+$`, 'u'),
      script: /[α-ωά-ώ]{4}/u,
    },
  ],
  [
    'windows-1254',
    {
      words: words('tüketim başlang bitiş değer üretim sayaç çekiş veriş dönem gün'),
      letters: new RegExp(`^[${SIGNS}À-ÿŠšŒœŸªºĞğİıŞş]+$`, 'u'),
    },
  ],
  [
    'windows-1257',
    {
      words: words(
        'lõpp tarbimi võrk toodang patēriņ rādījum sākum beigas laiks suvartot pradžia pabaiga rodm kogus ižnaš',
      ),
      letters: new RegExp(`^[${SIGNS}ÀÁÂÃÄÅĄĮĀĆĘĒČÉŹĖĢĶĪĻŠŃŅÓŌÕÖŲŁŚŪÜŻŽßąįāćęēčéźėģķīļšńņóōõöųłśūüżžØøÆæ]+$`, 'u'),
    },
  ],
  [
    'shift_jis',
    {
      words: words(
        '年月日 日付 日時 時刻 時間 使用量 電力 消費 発電 売電 買電 充電 放電 開始 終了 合計 計測 実績 予想 需要 供給 年 月 日 時',
      ),
      letters: new RegExp(
        `^[${SIGNS}\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\uff00-\\uffefー々〆\\\\¥]+$`,
        'u',
      ),
    },
  ],
  [
    'gb18030',
    {
      words: words('日期 时间 用电 电量 电能 功率 户号 抄表 发电 上网 示数 合计 总 有功 年 月 日'),
      letters: new RegExp(`^[${SIGNS}\\p{Script=Han}\\uff00-\\uffef]+$`, 'u'),
    },
  ],
  [
    'big5',
    {
      words: words('日期 時間 用電 電量 度數 電號 發電 合計 開始 結束 年 月 日'),
      letters: new RegExp(`^[${SIGNS}\\p{Script=Han}\\uff00-\\uffef]+$`, 'u'),
    },
  ],
  [
    'euc-kr',
    {
      words: words('날짜 일자 시간 일시 사용량 전력 발전 합계 시작 종료'),
      letters: new RegExp(`^[${SIGNS}\\p{Script=Hangul}\\p{Script=Han}\\uff00-\\uffef]+$`, 'u'),
      script: /\p{Script=Hangul}{2}/u,
    },
  ],
]);

function beyondAscii(word: string): boolean {
  return [...word].some((char) => char > ASCII_END);
}

/** @param bytes the beginning of a text that is not UTF-8. @returns undefined where it makes sense in none */
export function oldEncodingOf(bytes: Buffer): Encoding | undefined {
  // A sequence that the end of the sample cuts says nothing.
  const whole = bytes.subarray(0, Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13)) + 1);
  let best: { encoding: Encoding; score: number } | undefined;
  for (const [encoding, known] of OLD) {
    const score = scoreOf(whole.length > 0 ? whole : bytes, encoding, known);
    // Western text tells itself by its letters alone; everything else needs a word or its script.
    if (score !== undefined && score > (best?.score ?? (encoding === WESTERN ? -1 : 0))) best = { encoding, score };
  }
  return best?.encoding;
}

function scoreOf(bytes: Buffer, encoding: Encoding, { words: known, letters, script }: Known): number | undefined {
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes).toLowerCase();
  } catch {
    return undefined;
  }
  const beyond = [...text].filter((char) => char > ASCII_END).join('');
  if (!letters.test(beyond)) return undefined;
  // A control character of the upper half is one that no text has.
  if (/[\x80-\x84\x86-\x9f]/.test(beyond)) return undefined;
  return 2 * known.filter((word) => text.includes(word)).length + (script?.test(text) ? 1 : 0);
}
