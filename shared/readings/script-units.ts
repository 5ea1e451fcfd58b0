/** Units as other scripts write them: `千瓦时`, `кВт·ч`, `קוט"ש`, `キロワット時` are kWh. */
export function inLatin(text: string): string {
  return (
    text
      // An energy of an hour in each hour is a power: `kWh/h`, `MWh per hour`, `kJ/s`.
      .replace(/(?<![\p{L}\p{N}])([kMG]?)Wh\s*(?:\/|\bper\b)\s*h(?:(?:ou)?r)?(?!\p{L})/giu, '$1W')
      .replace(/(?<![\p{L}\p{N}])([kMG]?)J\s*\/\s*s(?:ec)?(?!\p{L})/gu, '$1W')
      .replace(
        /([千兆])?瓦([时時])?/gu,
        (_, prefix?: string, hour?: string) =>
          `${prefix === '千' ? 'k' : prefix === '兆' ? 'M' : ''}W${hour ? 'h' : ''}`,
      )
      .replace(
        /(?<!\p{L})([кМГ])?Вт(?:\s?[·⋅*.\-–]?\s?(?:ч|год))?(?!\p{L})/gu,
        (found, prefix?: string) => `${CYRILLIC[prefix ?? ''] ?? ''}W${/(?:ч|год)$/.test(found) ? 'h' : ''}`,
      )
      // `用電(度)`: a degree of electricity is a kilowatt-hour, and one of water another thing.
      .replace(/([電电][^()（）]{0,12}[(（]\s*)度(?=\s*[)）])/gu, '$1kWh')
      .replace(/(كيلو|ميجا|ميغا)\s?وا?ط(\s?[.·]?\s?ساعة)?/gu, (_, prefix: string, hour?: string) => {
        return `${prefix === 'كيلو' ? 'k' : 'M'}W${hour ? 'h' : ''}`;
      })
      // A watt of one second is a joule.
      .replace(/(?<![\p{L}\p{N}])([kMG]?)Ws(?![\p{L}\p{N}])/gu, '$1J')
      .replace(/קו(?:ט|וט)["״'׳]{0,2}ש/gu, 'kWh')
      .replace(/(キロ|メガ)?ワット(時|アワー)?/gu, (_, prefix?: string, hour?: string) => {
        const scale = prefix === 'キロ' ? 'k' : prefix === 'メガ' ? 'M' : '';
        return `${scale}W${hour ? 'h' : ''}`;
      })
  );
}

const CYRILLIC: Readonly<Record<string, string>> = { к: 'k', М: 'M', Г: 'G' };
