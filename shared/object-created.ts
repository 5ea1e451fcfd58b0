import { z } from 'zod';

/**
 * The EventBridge event that S3 sends when an object is created; the whole of it, untransformed, is the input of an
 * execution. Keys in it are raw text, not URL-encoded (unlike S3's older notifications).
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export const objectCreatedEventSchema = z.object({
  version: z.string().optional(),
  id: z.string().min(1),
  'detail-type': z.literal('Object Created'),
  source: z.literal('aws.s3'),
  account: z.string().optional(),
  time: z.iso.datetime({ offset: true }),
  region: z.string().optional(),
  resources: z.array(z.string()).optional(),
  detail: z.object({
    bucket: z.object({ name: z.string().min(3) }),
    object: z.object({
      key: z.string().min(1).max(1024),
      size: z.number().int().nonnegative().optional(),
      etag: z.string().min(1),
      'version-id': z.string().min(1).optional(),
      /** Hexadecimal; orders the writes of one key. Absent when a person or a sweeper starts the run. */
      sequencer: z
        .string()
        .regex(/^[0-9A-Fa-f]+$/)
        .optional(),
    }),
    reason: z.string().optional(),
  }),
  /** Set by a person who wants the same version processed again. */
  rerun: z.boolean().optional(),
});
export type ObjectCreatedEvent = z.infer<typeof objectCreatedEventSchema>;

/** The one that S3 sends when a delete marker hides the current version of an object. */
const objectDeletedEventSchema = objectCreatedEventSchema.omit({ rerun: true }).extend({
  'detail-type': z.literal('Object Deleted'),
  detail: z.object({
    bucket: z.object({ name: z.string().min(3) }),
    object: objectCreatedEventSchema.shape.detail.shape.object.omit({ size: true, etag: true }),
    reason: z.literal('DeleteObject').describe('Not that of a lifecycle rule, which changes nothing'),
    'deletion-type': z.literal('Delete Marker Created'),
  }),
});

/** What starts an execution. */
export const uploadEventSchema = z.discriminatedUnion('detail-type', [
  objectCreatedEventSchema,
  objectDeletedEventSchema,
]);
export type UploadEvent = z.infer<typeof uploadEventSchema>;
