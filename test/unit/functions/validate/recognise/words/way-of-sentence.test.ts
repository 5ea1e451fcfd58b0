/** Sentences that say who gave energy to whom. */
import { expect, it } from 'vitest';
import { wayOfSentence } from '../../../../../../functions/validate/recognise/words/way-of-sentence.ts';

it.each([
  [
    'import',
    [
      'Energy delivered to customer (kWh)',
      'Supplied by grid',
      'kWh delivered by utility',
      'Energy you took from us (kWh)',
      'Received from network',
      'Vom Netz bezogene Energie',
      'Lieferung an Kunde',
      'Énergie prise au réseau',
      'Fournie par le réseau',
      'Energía tomada de la red',
      'Energia fornita al cliente',
      'Van het net afgenomen',
      'Energia recebida da rede',
    ],
  ],
  [
    'export',
    [
      'Energy received from customer (solar) (kWh)',
      'Supplied to grid',
      'kWh received by utility',
      'Energy you sent to us',
      'Delivered to the network',
      'Ins Netz abgegebene Energie kWh',
      'Rücklieferung vom Kunden',
      'Énergie rendue au réseau',
      'Reçue du client',
      'Energía vertida a la red',
      'Energia ceduta alla rete',
      'Aan het net geleverd',
      'Energia entregue à rede',
    ],
  ],
  [undefined, ['Delivered', 'Received kWh', 'From grid to battery', 'To tenant A', 'Customer 12', 'Net consumption']],
])('%s', (way, texts) => {
  for (const text of texts) expect(wayOfSentence(text), text).toBe(way);
});
