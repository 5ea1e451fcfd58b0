/** Everything that the page can ask; the server has a handler for each (console/server/handlers.ts). */
import { z } from 'zod';
import { applyChange, listDatasets, listPartitions, previewChange, showDataset } from './data.ts';
import { operation } from './operation.ts';
import { cancelQuery, downloadRows, listTables, queryRows, queryState, startQuery } from './queries.ts';
import {
  listEvents,
  listLog,
  listRejected,
  listRuns,
  openReport,
  redriveRun,
  runAgain,
  showGraph,
  showRun,
} from './runs.ts';
import { compareSites, listSites, siteBalance, siteEvents, siteForecast } from './sites.ts';
import { inspectUpload, sendUpload } from './uploads.ts';

/** Where the console works. */
export const about = operation(
  'about',
  z.object({}),
  z.object({
    /** In words: which stack, and its lake. */
    place: z.string(),
    /** How often something that changes is asked for. */
    pauseMs: z.number(),
  }),
);

export const OPERATIONS = {
  about,
  listRuns,
  showRun,
  showGraph,
  listEvents,
  listLog,
  listRejected,
  redriveRun,
  runAgain,
  openReport,
  inspectUpload,
  sendUpload,
  listTables,
  startQuery,
  queryState,
  queryRows,
  cancelQuery,
  downloadRows,
  listDatasets,
  showDataset,
  previewChange,
  applyChange,
  listPartitions,
  listSites,
  siteBalance,
  siteEvents,
  siteForecast,
  compareSites,
} as const;
