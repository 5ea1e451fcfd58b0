/** A feed of electricity and gas: what is left out is said. */
import { expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const entry = (href: string, related: string, content: string) =>
  `<entry><link rel="self" href="${href}"/>${related === '' ? '' : `<link rel="related" href="${related}"/>`}` +
  `<content>${content}</content></entry>`;
const START = Date.UTC(2026, 1, 2) / 1000;

function meter(number: number, commodity: number, uom: number): string {
  const reading = `/espi/1_1/resource/UsagePoint/${number}/MeterReading/${number}`;
  const type = `/espi/1_1/resource/ReadingType/${number}`;
  const intervals = [...Array(24).keys()].map(
    (hour) =>
      `<IntervalReading><timePeriod><duration>3600</duration><start>${START + 3600 * hour}</start></timePeriod>` +
      `<value>${1000 * number + hour}</value></IntervalReading>`,
  );
  return [
    entry(`/espi/1_1/resource/UsagePoint/${number}`, '', '<UsagePoint/>'),
    entry(reading, type, '<MeterReading/>'),
    entry(type, '', `<ReadingType><commodity>${commodity}</commodity><uom>${uom}</uom></ReadingType>`),
    entry(`${reading}/IntervalBlock/1`, '', `<IntervalBlock>${intervals.join('')}</IntervalBlock>`),
  ].join('');
}

it('reads the electricity of a feed, and says that it leaves out the gas', async () => {
  const feed = `<feed xmlns="http://naesb.org/espi">${meter(1, 1, 72)}${meter(2, 7, 169)}</feed>`;
  const { rows, layout } = await ingest(feed, { metadata: { 'time-zone': 'America/New_York' } });
  expect(rows.reduce((sum, { kwh }) => sum + Number(kwh), 0)).toBeCloseTo(24.276, 6);
  expect(layout?.decisions).toContainEqual(
    expect.objectContaining({ what: 'readings of natural gas', chosen: 'left out' }),
  );
});
