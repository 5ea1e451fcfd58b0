import { applyChange, listDatasets, listPartitions, previewChange, showDataset } from '../../api/data.ts';
import type { ConsoleContext } from '../context.ts';
import { serve } from '../served.ts';
import { applied, previewed } from './changes.ts';
import { datasetDetail } from './dataset.ts';
import { datasetPage } from './datasets.ts';
import { partitionPage } from './partitions.ts';

export function dataHandlers({ connection }: ConsoleContext) {
  return {
    listDatasets: serve(listDatasets, ({ search, from }) => datasetPage(connection, search, from)),
    showDataset: serve(showDataset, ({ dataset }) => datasetDetail(connection, dataset)),
    previewChange: serve(previewChange, ({ dataset, change }) => previewed(connection, dataset, change)),
    applyChange: serve(applyChange, ({ dataset, change, revision }) => applied(connection, dataset, change, revision)),
    listPartitions: serve(listPartitions, ({ table, next }) => partitionPage(connection, table, next)),
  };
}
