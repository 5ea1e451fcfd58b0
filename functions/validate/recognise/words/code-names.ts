/** Names that tell a meter from others and say nothing of what it measures: `mtr1`, `ch 3`, `meter_02`, `48213377`. */
const STEMS = [
  ...[
    'mtr',
    'meter',
    'sensor',
    'channel',
    'kanal',
    'device',
    'unit',
    'node',
    'input',
    'clamp',
    'feed',
    'point',
    'line',
  ],
  ...['zaehler', 'zähler', 'compteur', 'contador', 'teller', 'contatore', 'licznik', 'mittari', 'måler', 'mätare'],
];
const CODE = new RegExp(`^(?:[a-z]{0,3}|${STEMS.join('|')})[\\s_.-]*\\d+$`, 'iu');

export function isCodeName(name: string): boolean {
  return CODE.test(name.replace(/[[(].*[\])]/, '').trim());
}
