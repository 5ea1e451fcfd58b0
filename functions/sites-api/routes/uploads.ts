/** A place to upload readings of one site to, for programs without credentials of AWS. */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { API_UPLOADS } from '../../../shared/lake/keys.ts';
import { metadataText, UPLOAD_METADATA } from '../../../shared/lake/upload-metadata.ts';
import { siteIdSchema } from '../../../shared/settings/settings.ts';
import { isTimeZone } from '../../../shared/text/time-zone.ts';
import type { ApiContext, ApiEnvironment } from '../context.ts';
import { json } from '../json.ts';
import { Problem, problems } from '../problem.ts';

const EXPIRES_SECONDS = 900;

const askedSchema = z
  .object({
    site_id: siteIdSchema
      .describe('Site of the readings: a header holds it, so that it is signed')
      .openapi({ example: 'home' }),
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,100}$/, 'must be a file name of the letters A to Z, digits, dots, _ and -')
      .openapi({ example: 'readings.csv', description: 'Uploads of one name are versions of one file' }),
    time_zone: z
      .string()
      .refine(isTimeZone, 'must be a time zone such as Europe/Berlin')
      .optional()
      .openapi({ example: 'Europe/Berlin', description: 'Zone of times without an offset' }),
  })
  .openapi('UploadRequest');

const uploadSchema = z
  .object({
    url: z.string().describe('Where the file is put, until it expires'),
    method: z.literal('PUT'),
    headers: z.record(z.string(), z.string()).describe('To be sent with the file as they are: they are signed'),
    key: z.string().describe('Key of the upload in the lake'),
    expires: z.string(),
  })
  .openapi('Upload');

const postUpload = createRoute({
  method: 'post',
  path: '/uploads',
  tags: ['Uploads'],
  summary: 'A place to put a file of readings of one site; a file with rows of another site is refused',
  request: { body: { required: true, content: { 'application/json': { schema: askedSchema } } } },
  responses: {
    201: json(uploadSchema, 'Where to put it'),
    ...problems(400, 401, 403, 415, 500),
  },
});

export function addUploads(app: OpenAPIHono<ApiEnvironment>, { s3, lake, now }: ApiContext): void {
  app.openapi(postUpload, async (c) => {
    const { site_id, name, time_zone } = c.req.valid('json');
    if (!c.get('access').sees(site_id)) throw new Problem(403, `You may not upload to ${JSON.stringify(site_id)}.`);
    const key = `${API_UPLOADS}${encodeURIComponent(site_id)}/${name}`;
    const metadata = {
      [UPLOAD_METADATA.siteId]: metadataText(site_id),
      [UPLOAD_METADATA.onlySite]: 'true',
      ...(time_zone !== undefined && { [UPLOAD_METADATA.timeZone]: time_zone }),
    };
    const headers = Object.fromEntries(
      Object.entries(metadata).map(([header, value]) => [`x-amz-meta-${header}`, value]),
    );
    const command = new PutObjectCommand({ Bucket: lake.bucket, Key: key, Metadata: metadata });
    // Headers that are signed cannot be left out or changed, as parameters of the address could be.
    const unhoistableHeaders = new Set(Object.keys(headers));
    const url = await getSignedUrl(s3, command, { expiresIn: EXPIRES_SECONDS, unhoistableHeaders });
    const expires = new Date(now().getTime() + EXPIRES_SECONDS * 1000).toISOString();
    return c.json({ url, method: 'PUT' as const, headers, key, expires }, 201);
  });
}
