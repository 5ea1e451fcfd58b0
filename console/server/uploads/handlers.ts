import { parseLayout } from '../../../cli/runs/layout.ts';
import { runOf } from '../../../cli/runs/started.ts';
import { uploadFile } from '../../../cli/runs/upload.ts';
import { inspectUpload, sendUpload } from '../../api/uploads.ts';
import type { ConsoleContext } from '../context.ts';
import { serve } from '../served.ts';
import { inspected } from './inspected.ts';

export function uploadHandlers({ connection, staging }: ConsoleContext) {
  return {
    inspectUpload: serve(inspectUpload, async ({ file, layout, timeZone, siteId }) => {
      const settings = layout.trim() === '' ? {} : parseLayout(layout);
      return inspected(connection, staging.find(file), settings, { timeZone: said(timeZone), siteId: said(siteId) });
    }),
    sendUpload: serve(sendUpload, async ({ file, layout, timeZone, siteId }) => {
      const options = { layout: said(layout), timeZone: said(timeZone), siteId: said(siteId) };
      const upload = await uploadFile(connection, staging.find(file), options);
      const run = await runOf(connection, upload);
      await staging.drop(file);
      return { run };
    }),
  };
}

/** An empty field says nothing. */
function said(text: string): string | undefined {
  return text.trim() === '' ? undefined : text.trim();
}
