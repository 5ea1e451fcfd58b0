import type { AthenaClient } from '@aws-sdk/client-athena';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { GlueClient } from '@aws-sdk/client-glue';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { LOOPBACK_CHECKSUMS } from '../local/loopback-checksums.ts';

/** The AWS clients of one connection. Each is loaded when first asked for: loading one takes about 60 ms. */
export interface Clients {
  s3(): Promise<S3Client>;
  sfn(): Promise<SFNClient>;
  athena(): Promise<AthenaClient>;
  glue(): Promise<GlueClient>;
  secrets(): Promise<SecretsManagerClient>;
  dynamoDb(): Promise<DynamoDBClient>;
  close(): void;
}

export interface Address {
  /** Undefined for AWS itself, with the person's own credentials. */
  readonly endpoint: string | undefined;
  readonly region: string;
}

/** Nothing local checks credentials, but the SDK insists on signing. */
const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

export function createClients({ endpoint, region }: Address): Clients {
  const settings = endpoint === undefined ? { region } : { endpoint, region, credentials: LOCAL_CREDENTIALS };
  const made: { destroy(): void }[] = [];
  const keep = <C extends { destroy(): void }>(client: C): C => {
    made.push(client);
    return client;
  };
  return {
    s3: once(async () => {
      const { S3Client: Client } = await import('@aws-sdk/client-s3');
      if (endpoint === undefined) return keep(new Client(settings));
      return keep(new Client({ ...settings, ...LOOPBACK_CHECKSUMS, forcePathStyle: true }));
    }),
    sfn: once(async () => {
      const { SFNClient: Client } = await import('@aws-sdk/client-sfn');
      return keep(new Client(settings));
    }),
    athena: once(async () => {
      const { AthenaClient: Client } = await import('@aws-sdk/client-athena');
      return keep(new Client(settings));
    }),
    glue: once(async () => {
      const { GlueClient: Client } = await import('@aws-sdk/client-glue');
      return keep(new Client(settings));
    }),
    secrets: once(async () => {
      const { SecretsManagerClient: Client } = await import('@aws-sdk/client-secrets-manager');
      return keep(new Client(settings));
    }),
    dynamoDb: once(async () => {
      const { DynamoDBClient: Client } = await import('@aws-sdk/client-dynamodb');
      return keep(new Client(settings));
    }),
    close() {
      for (const client of made) client.destroy();
    },
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
