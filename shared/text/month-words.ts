/** The months as files of many languages write them. */
import { MONTH_CODES, MONTH_NAMES } from './calendar-names.ts';

export const MONTHS_OF_A_YEAR = 12;

const inOrder = (text: string): string[] => text.split(' ');

/** From January on, a language after the other; lower case, without accents. */
const WORDS: readonly string[] = [
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
  ...inOrder('ocak subat mart nisan mayıs haziran temmuz agustos eylul ekim kasım aralık'),
  ...inOrder('januar februar marec april maj jun jul august september oktober november december'),
  ...inOrder('januara februara marca aprila maja juna jula augusta septembra oktobra novembra decembra'),
  ...inOrder('januar februar marec april maj junij julij avgust september oktober november december'),
  ...inOrder('januar februar mart april maj jun jul avgust septembar oktobar novembar decembar'),
  ...inOrder('janvaris februaris marts aprilis maijs junijs julijs augusts septembris oktobris novembris decembris'),
  ...inOrder('sausis vasaris kovas balandis geguze birzelis liepa rugpjutis rugsejis spalis lapkritis gruodis'),
  ...inOrder('sausio vasario kovo balandzio geguzes birzelio liepos rugpjucio rugsejo spalio lapkricio gruodzio'),
  ...inOrder('januar februar mars april mai juni juli agust september oktober november desember'),
  ...inOrder('janar shkurt mars prill maj qershor korrik gusht shtator tetor nentor dhjetor'),
  ...inOrder('gener febrer marc abril maig juny juliol agost setembre octubre novembre desembre'),
  ...inOrder('januari februari maret april mei juni juli agustus september oktober november desember'),
  ...inOrder('январь февраль март апрель маи июнь июль август сентябрь октябрь ноябрь декабрь'),
  ...inOrder('января февраля марта апреля мая июня июля августа сентября октября ноября декабря'),
  ...inOrder('січень лютии березень квітень травень червень липень серпень вересень жовтень листопад грудень'),
  ...inOrder('січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня'),
  ...inOrder('студзень люты сакавік красавік маи чэрвень ліпень жнівень верасень кастрычнік лістапад снежань'),
  ...inOrder('януари февруари март април маи юни юли август септември октомври ноември декември'),
  ...inOrder('јануари февруари март април мај јуни јули август септември октомври ноември декември'),
  ...inOrder('јануар фебруар март април мај јун јул август септембар октобар новембар децембар'),
  ...inOrder(
    'ιανουαριος φεβρουαριος μαρτιος απριλιος μαιος ιουνιος ' +
      'ιουλιος αυγουστος σεπτεμβριος οκτωβριος νοεμβριος δεκεμβριος',
  ),
  ...inOrder(
    'ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ' +
      'ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου',
  ),
  ...inOrder('มกราคม กมภาพนธ มนาคม เมษายน พฤษภาคม มถนายน กรกฎาคม สงหาคม กนยายน ตลาคม พฤศจกายน ธนวาคม'),
  ...inOrder('ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר'),
  ...inOrder('يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر'),
];

const SHORTEST = 3;

/** Short forms that are no beginnings. */
const SHORTENED: readonly (readonly [string, number])[] = [['mrz', 3]];

/**
 * The months by their words, and by the beginnings of these that are of one month only: `abr`, and not Czech `cer`,
 * which begins June and July.
 */
export const MONTH_TEXTS: ReadonlyMap<string, number> = textsOf(WORDS);

function textsOf(words: readonly string[]): ReadonlyMap<string, number> {
  const months = words.map((word, at): [string, number] => [word, (at % MONTHS_OF_A_YEAR) + 1]);
  const beginnings = new Map<string, number>();
  for (const [word, month] of months) {
    for (let length = SHORTEST; length < word.length; length += 1) {
      const text = word.slice(0, length);
      beginnings.set(text, (beginnings.get(text) ?? month) === month ? month : 0);
    }
  }
  return new Map([...[...beginnings].filter(([, month]) => month > 0), ...months, ...SHORTENED]);
}

/** Lower case without accents, as SQL's `lower(strip_accents(…))`. */
export function plainMonth(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase();
}

/** @returns from 1; undefined for a word that is no month, nor the beginning of one */
export function monthOfWord(word: string): number | undefined {
  return MONTH_TEXTS.get(plainMonth(word).replaceAll('.', ''));
}
