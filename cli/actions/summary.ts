import { summarise, yesterday } from '../../functions/summarise-sites/summarise-sites.ts';
import { readSettings } from '../../shared/settings/settings.ts';
import { sanitizeLines } from '../../shared/text/sanitize.ts';
import { locate, withConnection } from '../connection.ts';
import type { GlobalOptions } from '../options.ts';
import { openInBrowser } from '../output/browser.ts';
import { jsonText } from '../output/json.ts';
import { note, print } from '../output/print.ts';
import { withSites } from '../sites-context.ts';

export interface SummaryOptions extends GlobalOptions {
  readonly date?: string;
  readonly open?: true;
  readonly json?: true;
}

export async function summaryCommand({ date, open, json, ...options }: SummaryOptions): Promise<void> {
  // The settings of functions on AWS are known to them alone: there, --date says which day is meant.
  const zone = readSettings(process.env).ENERGY_TIME_ZONE;
  await withConnection(options, (connection) =>
    withSites(connection, async (context, sites) => {
      const { summary, text, page } = await summarise(date ?? yesterday(zone, context.now()), sites, context);
      if (json) print(jsonText(summary));
      else print(sanitizeLines(text));
      const place = locate(connection, page);
      if (!json) note(`\nThe page: ${place}`);
      if (open) await openInBrowser(place);
    }),
  );
}
