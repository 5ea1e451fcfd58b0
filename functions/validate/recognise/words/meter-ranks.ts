/** `Main` and `Sub` in a column beside meters: which of them measures the whole, and which a part of it. */
import { tokensOf } from '../../vocabulary/tokens.ts';

export type MeterRank = 'main' | 'sub';

const METER = 'meter|meters|metering|zahler|compteur|contador|medidor|contatore|maler|matare|mittari|licznik';

const MAIN = [
  'main|mains|parent|primary|master|incomer|utility|whole|fiscal|head',
  'haupt|hauptzahler|summenzahler|ubergabezahler|haupt zahler|hoofdmeter|hoofd|principal|general|generale|principale',
  'hovedmaler|huvudmatare|paamittari|licznik glowny|glowny|hlavni|hlavny|fomero|peamootja|ana sayac|総|総量|总表|總表',
].join('|');

const SUB = [
  'sub|submeter|submetering|child|secondary|check|tenant|branch|feeder|circuit|division|divisional',
  'unter|unterzahler|zwischenzahler|mieterzahler|tussenmeter|submeters|sous|sous compteur|divisionnaire|secundario',
  'subcontador|submedidor|sottocontatore|secondario|bimaler|undermaler|undermatare|alamittari|podlicznik|podruzny',
  'podmeric|almero|alammootja|alt sayac|子メーター|分表',
].join('|');

const ranked = (words: string) => new RegExp(`^(?:(?:${METER}) )?(?:${words})(?: (?:${METER}))?s?$`, 'u');
const RANKS: readonly (readonly [MeterRank, RegExp])[] = [
  ['main', ranked(MAIN)],
  ['sub', ranked(SUB)],
];

/** @param text a cell; a number behind the words, as in `Sub 2`, says nothing else */
export function meterRank(text: string): MeterRank | undefined {
  const words = tokensOf(text).filter((token) => !/^\d+$/.test(token));
  return RANKS.find(([, pattern]) => pattern.test(words.join(' ')))?.[0];
}
