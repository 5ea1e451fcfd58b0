/** A file that names kinds of power stations is of a region, in languages that write no spaces as well. */
import { expect, test } from 'vitest';
import { namesRegion, stationsAmong } from '../../../../../../functions/validate/recognise/words/power-stations.ts';
import { columnsOfText, hourlyTable } from '../../../../../helpers/recognise.ts';

test('kinds of stations are found within Japanese headings', () => {
  const names = ['エリア需要', '原子力', '火力(石炭)', '水力', '風力発電実績', '連系線', 'その他'];
  expect([...stationsAmong(names)]).toEqual(['原子力', '火力(石炭)', '水力', '風力発電実績', 'その他']);
  expect(namesRegion(names)).toBe(true);
  expect(namesRegion(['使用量(kWh)', '太陽光発電量(kWh)'])).toBe(false);
});

test('the demand of an area, its stations and its interconnection are no parts of one use', async () => {
  const thermal = (hour: number) => 700 + ((hour * 37) % 211);
  const wind = (hour: number) => 100 + ((hour * 53) % 97);
  const exchange = (hour: number) => ((hour * 29) % 113) - 50;
  const columns = await columnsOfText(
    hourlyTable({
      'エリア需要〔MWh〕': (hour) => thermal(hour) + wind(hour) + exchange(hour),
      '火力〔MWh〕': thermal,
      '風力 実績〔MWh〕': wind,
      '風力 抑制量〔MWh〕': (hour) => hour % 7,
      '連系線〔MWh〕': exchange,
    }),
  );
  expect(Object.entries(columns).map(([name, { flow, sign }]) => [name, flow, sign])).toEqual([
    ['timestamp', undefined, undefined],
    ['エリア需要〔MWh〕', 'consumption', undefined],
    ['火力〔MWh〕', 'production', undefined],
    ['風力 実績〔MWh〕', 'production', undefined],
    ['風力 抑制量〔MWh〕', undefined, undefined],
    ['連系線〔MWh〕', 'net', undefined],
  ]);
});
