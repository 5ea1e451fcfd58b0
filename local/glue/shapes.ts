import { z } from 'zod';
import { AwsError } from '../service.ts';

/** What Glue stores, in the words of its API. Members that nothing here reads are kept as they came. */
export const column = z.looseObject({
  Name: z.string().min(1).max(255),
  Type: z.string().max(131_072).optional(),
  Comment: z.string().max(255).optional(),
});

const parameters = z.record(z.string(), z.string());

export const storageDescriptor = z.looseObject({
  Columns: z.array(column).optional(),
  Location: z.string().max(2056).optional(),
  InputFormat: z.string().max(128).optional(),
  OutputFormat: z.string().max(128).optional(),
  SerdeInfo: z
    .looseObject({ SerializationLibrary: z.string().optional(), Parameters: parameters.optional() })
    .optional(),
  Parameters: parameters.optional(),
});

export const databaseInput = z.looseObject({
  Name: z.string().min(1).max(255),
  Description: z.string().max(2048).optional(),
  LocationUri: z.string().max(1024).optional(),
  Parameters: parameters.optional(),
});

export const tableInput = z.looseObject({
  Name: z.string().min(1).max(255),
  Description: z.string().max(2048).optional(),
  StorageDescriptor: storageDescriptor.optional(),
  PartitionKeys: z.array(column).optional(),
  TableType: z.string().max(255).optional(),
  Parameters: parameters.optional(),
});

export const partitionInput = z.looseObject({
  Values: z.array(z.string().max(1024)).min(1),
  StorageDescriptor: storageDescriptor.optional(),
  Parameters: parameters.optional(),
});

export type Column = z.infer<typeof column>;
export type TableInput = z.infer<typeof tableInput>;
export type PartitionInput = z.infer<typeof partitionInput>;

/** A stored thing carries its times in seconds since 1970, the unit of the wire format. */
const stored = { CreateTime: z.number(), UpdateTime: z.number() };
export const databaseRecord = databaseInput.extend(stored);
export const tableRecord = tableInput.extend({ ...stored, VersionId: z.string() });
export const partitionRecord = partitionInput.extend({ CreationTime: z.number() });

export type DatabaseRecord = z.infer<typeof databaseRecord>;
export type TableRecord = z.infer<typeof tableRecord>;
export type PartitionRecord = z.infer<typeof partitionRecord>;

/**
 * Reads a call's input.
 * @throws AwsError ValidationException that names the member at fault, as Glue's own validation does
 */
export function parseInput<T extends z.ZodType>(shape: T, input: unknown): z.infer<T> {
  const result = shape.safeParse(input);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => {
    const path = issue.path.join('.');
    return `Value at '${path === '' ? 'input' : path}' failed to satisfy constraint: ${issue.message}`;
  });
  const many = issues.length === 1 ? '1 validation error' : `${issues.length} validation errors`;
  throw new AwsError('ValidationException', `${many} detected: ${issues.join('; ')}`);
}
