/** The months as files of many languages write them. */
import { MONTH_CODES, MONTH_NAMES } from './calendar-names.ts';

export const MONTHS_OF_A_YEAR = 12;

const inOrder = (text: string): string[] => text.split(' ');

/** From January on, a language after the other; lower case, without accents. */
export const MONTH_WORDS: readonly string[] = [
  ...MONTH_CODES,
  ...MONTH_NAMES.map((name) => name.toLowerCase()),
  ...inOrder('januar februar marz april mai juni juli august september oktober november dezember'),
  ...inOrder('janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre'),
  ...inOrder('januari februari maart april mei juni juli augustus september oktober november december'),
  ...inOrder('enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'),
  ...inOrder('gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre'),
  ...inOrder('janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro'),
  ...inOrder('januari februari mars april maj juni juli augusti september oktober november december'),
  ...inOrder('januar februar marts april maj juni juli august september oktober november desember'),
  ...inOrder('styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik listopad grudzien'),
  ...inOrder('stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia'),
  ...inOrder('leden unor brezen duben kveten cerven cervenec srpen zari rijen listopad prosinec'),
  ...inOrder('ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince'),
  ...inOrder(
    'tammikuu helmikuu maaliskuu huhtikuu toukokuu kesakuu heinakuu elokuu syyskuu lokakuu marraskuu joulukuu',
  ),
  ...inOrder('jaanuar veebruar marts aprill mai juuni juuli august september oktoober november detsember'),
  ...inOrder('januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december'),
  ...inOrder('ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie'),
  ...inOrder('ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik'),
];

const SHORTEST = 3;

/** @returns from 1; undefined for a word that is no month, nor the beginning of one */
export function monthOfWord(word: string): number | undefined {
  const plain = word
    .normalize('NFKD')
    .replace(/\p{M}|\./gu, '')
    .replace(/[ıİ]/g, 'i')
    .replaceAll('ł', 'l')
    .toLowerCase();
  if (plain.length < SHORTEST) return undefined;
  const whole = MONTH_WORDS.indexOf(plain);
  const found = whole >= 0 ? whole : MONTH_WORDS.findIndex((each) => each.startsWith(plain));
  return found < 0 ? undefined : (found % MONTHS_OF_A_YEAR) + 1;
}
