/** The table of sites served, read and written through DynamoDB's API. */
import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import { ALERTS_KEY, type OpenAlerts, openAlertsSchema } from './alerts.ts';
import {
  dayShard,
  SERVED_TABLE,
  type ServedSite,
  SITE_KEY,
  SITES_SHARD,
  type StoredInterval,
  type StoredItem,
  servedSiteSchema,
  storedIntervalSchema,
  storedItemSchema,
  type Tombstone,
} from './table.ts';

/** A place in a query from which it goes on; whoever asks hands it back unread. */
export type PageKey = Record<string, unknown>;

export interface IntervalPage {
  readonly intervals: readonly StoredInterval[];
  /** Where the query goes on; undefined at its end. */
  readonly next: PageKey | undefined;
}

export interface IntervalQuery {
  /** Lowest sort key, ISO 8601 in UTC, included. */
  readonly from: string;
  /** Highest sort key, not included. */
  readonly to: string;
  readonly newestFirst?: boolean;
  readonly limit?: number;
  readonly after?: PageKey | undefined;
  /** Only intervals in which something is out of the ordinary. */
  readonly anomalous?: boolean;
}

export interface ServedStore {
  /** As of now, not a moment ago. */
  site(site: string): Promise<ServedSite | undefined>;
  /** The sites that are known, by name, also those of which nothing is left. */
  sites(): Promise<ServedSite[]>;
  /** Writes only if the item's sequence is still the one that was read. @returns false where it is not */
  putSite(site: ServedSite, sequence: number | null): Promise<boolean>;
  /** Deletes every item of a site for good, what was removed and what people were told too. @returns how many */
  eraseSite(site: string): Promise<number>;
  /** What people were told of a site and is not over, by kind. */
  openAlerts(site: string): Promise<OpenAlerts>;
  /** Whoever writes holds the site's lease. */
  putOpenAlerts(site: string, open: OpenAlerts): Promise<void>;
  /** All items of a site in a stretch of time as of now, removed ones too. */
  items(site: string, from: string, to: string): Promise<StoredItem[]>;
  /** Writes unless a later write was there first. @returns false where it was */
  put(item: StoredItem): Promise<boolean>;
  /** The intervals of a site; removed and expired ones are left out. */
  intervals(site: string, query: IntervalQuery, now: Date): Promise<IntervalPage>;
  /** The intervals of a partition of the index, which is a share of a day over all sites. */
  shard(shard: string, query: IntervalQuery, now: Date): Promise<IntervalPage>;
}

const { partitionKey, sortKey, index, expires } = SERVED_TABLE;
const DELETES_AT_ONCE = 24;
/** What of an item shows: it is not removed, and its time is not over. */
const SHOWN = '#expires > :now AND attribute_not_exists(#removed)';
const isRemoved = (item: StoredItem): item is Tombstone => 'removed' in item;

export function createServedStore(client: DynamoDBClient, table: string): ServedStore {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

  async function putIf(
    item: Record<string, unknown>,
    condition: string,
    names: Record<string, string>,
    values: Record<string, unknown> | undefined,
  ): Promise<boolean> {
    try {
      await documents.send(
        new PutCommand({
          TableName: table,
          Item: withoutNulls(item),
          ConditionExpression: condition,
          ExpressionAttributeNames: names,
          ...(values && { ExpressionAttributeValues: values }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** All items that a query finds, page by page. */
  async function all(query: Omit<QueryCommandInput, 'TableName' | 'ExclusiveStartKey'>): Promise<PageKey[]> {
    const found: PageKey[] = [];
    let after: PageKey | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await documents.send(
        new QueryCommand({ ...query, TableName: table, ...(after && { ExclusiveStartKey: after }) }),
      );
      found.push(...Items);
      after = LastEvaluatedKey;
    } while (after);
    return found;
  }

  /** One page of a query; what is not an interval that shows is left out, so a page may be shorter than its limit. */
  async function page(
    keys: { partition: string; value: string; sort: string; index?: string },
    { from, to, newestFirst = false, limit, after, anomalous = false }: IntervalQuery,
    now: Date,
  ): Promise<IntervalPage> {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName: table,
        ...(keys.index && { IndexName: keys.index }),
        KeyConditionExpression: '#p = :p AND #s BETWEEN :from AND :to',
        FilterExpression: [SHOWN, ...(anomalous ? ['#anomaly = :yes'] : [])].join(' AND '),
        ExpressionAttributeNames: {
          '#p': keys.partition,
          '#s': keys.sort,
          '#expires': expires,
          '#removed': 'removed',
          ...(anomalous && { '#anomaly': 'anomaly' }),
        },
        ExpressionAttributeValues: {
          ':p': keys.value,
          ':from': from,
          ':to': before(to),
          ':now': Math.floor(now.getTime() / 1000),
          ...(anomalous && { ':yes': true }),
        },
        ScanIndexForward: !newestFirst,
        ...(limit !== undefined && { Limit: limit }),
        ...(after && { ExclusiveStartKey: after }),
      }),
    );
    return { intervals: Items.map((item) => storedIntervalSchema.parse(item)), next: LastEvaluatedKey };
  }

  return {
    async site(site) {
      const { Item } = await documents.send(
        new GetCommand({
          TableName: table,
          Key: { [partitionKey]: site, [sortKey]: SITE_KEY },
          ConsistentRead: true,
        }),
      );
      return Item && servedSiteSchema.parse(Item);
    },

    async sites() {
      const items = await all({
        IndexName: index.name,
        KeyConditionExpression: '#p = :p',
        ExpressionAttributeNames: { '#p': index.partitionKey },
        ExpressionAttributeValues: { ':p': SITES_SHARD },
      });
      return items.map((item) => servedSiteSchema.parse(item));
    },

    putSite: (site, sequence) =>
      putIf(
        { ...site, [sortKey]: SITE_KEY, [index.partitionKey]: SITES_SHARD, [index.sortKey]: site.site_id },
        sequence === null ? 'attribute_not_exists(#k)' : '#q = :q',
        sequence === null ? { '#k': partitionKey } : { '#q': 'sequence' },
        sequence === null ? undefined : { ':q': sequence },
      ),

    async eraseSite(site) {
      const items = await all({
        ConsistentRead: true,
        KeyConditionExpression: '#p = :p',
        ProjectionExpression: '#p, #s',
        ExpressionAttributeNames: { '#p': partitionKey, '#s': sortKey },
        ExpressionAttributeValues: { ':p': site },
      });
      await pMap(items, (Key) => documents.send(new DeleteCommand({ TableName: table, Key })), {
        concurrency: DELETES_AT_ONCE,
      });
      return items.length;
    },

    async openAlerts(site) {
      const { Item } = await documents.send(
        new GetCommand({
          TableName: table,
          Key: { [partitionKey]: site, [sortKey]: ALERTS_KEY },
          ConsistentRead: true,
        }),
      );
      return openAlertsSchema.parse(Item?.open ?? {});
    },

    async putOpenAlerts(site, open) {
      const item = { [partitionKey]: site, [sortKey]: ALERTS_KEY, open };
      await documents.send(new PutCommand({ TableName: table, Item: item }));
    },

    async items(site, from, to) {
      const items = await all({
        ConsistentRead: true,
        KeyConditionExpression: '#p = :p AND #s BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#p': partitionKey, '#s': sortKey },
        ExpressionAttributeValues: { ':p': site, ':from': from, ':to': before(to) },
      });
      return items.map((item) => storedItemSchema.parse(item));
    },

    put: (item) =>
      putIf(
        isRemoved(item) ? { ...item } : { ...item, ...indexKeys(item) },
        'attribute_not_exists(#k) OR #n <= :n',
        { '#k': partitionKey, '#n': 'served' },
        { ':n': item.served },
      ),

    intervals: (site, query, now) => page({ partition: partitionKey, value: site, sort: sortKey }, query, now),

    shard: (shard, query, now) =>
      page({ partition: index.partitionKey, value: shard, sort: index.sortKey, index: index.name }, query, now),
  };
}

/** The intervals of all pages of a query. @param ask for the page that begins at a place */
export async function allPages(ask: (after: PageKey | undefined) => Promise<IntervalPage>): Promise<StoredInterval[]> {
  const found: StoredInterval[] = [];
  let after: PageKey | undefined;
  do {
    const { intervals, next } = await ask(after);
    found.push(...intervals);
    after = next;
  } while (after);
  return found;
}

/** What is not known is not stored: whoever reads it takes what is not there for null. */
function withoutNulls(item: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null));
}

function indexKeys({ site_id, timestamp }: StoredInterval): Record<string, string> {
  return { [index.partitionKey]: dayShard(site_id, timestamp), [index.sortKey]: `${timestamp}#${site_id}` };
}

/** The highest sort key below a time: no time ends in this character's predecessor. */
function before(time: string): string {
  return `${time.slice(0, -1)}${String.fromCharCode(time.charCodeAt(time.length - 1) - 1)}\uffff`;
}
