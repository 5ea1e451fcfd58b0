/** What the steps need of the lake; `shared/lake/s3-lake.ts` speaks S3, and nothing here knows of the SDK. */
export interface Stored {
  readonly text: string;
  readonly etag: string;
}

export interface LakeStore {
  readonly bucket: string;
  /**
   * Streams an object to a local file with flat memory.
   * @param pin the bytes that are wanted: a version id, else an etag that the object must still have
   * @throws ObjectGone when that version is no longer there or the object has changed
   * @throws FileTooLarge before the first byte when the object is larger than `maxBytes`
   */
  download(key: string, file: string, pin?: Pin, maxBytes?: number): Promise<{ bytes: number }>;
  /** Metadata that the uploader gave (`x-amz-meta-*`, names in lower case), and the current version. */
  head(key: string, pin?: Pin): Promise<ObjectHead | undefined>;
  upload(key: string, file: string, contentType: string): Promise<void>;
  putText(key: string, text: string, contentType: string): Promise<void>;
  /** @returns undefined when there is no such object */
  getText(key: string): Promise<Stored | undefined>;
  /**
   * Writes only if nobody else did meanwhile.
   * @param ifMatch the etag that was read, or null when there was no object
   * @returns false when the condition did not hold, or when it cannot be told whether the write took place: read again
   */
  putTextIf(key: string, text: string, contentType: string, ifMatch: string | null): Promise<boolean>;
  /** Deletes an object; one that is not there is deleted already. */
  remove(key: string): Promise<void>;
  /** The objects whose key begins with `prefix`, in the order of their keys, at most `limit` of them. */
  list(prefix: string, limit: number): Promise<ListedObject[]>;
}

export interface ListedObject {
  readonly key: string;
  readonly modified: Date;
}

export interface Pin {
  readonly version?: string | undefined;
  readonly etag?: string | undefined;
}

export interface ObjectHead {
  readonly etag: string;
  readonly version?: string | undefined;
  readonly size: number;
  /** When this version was uploaded. */
  readonly modified?: Date | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The pinned bytes cannot be had any more. */
export class ObjectGone extends Error {
  override readonly name = 'ObjectGone';
}

export class FileTooLarge extends Error {
  override readonly name = 'FileTooLarge';
  readonly bytes: number;
  constructor(bytes: number, maxBytes: number) {
    super(`The object holds ${bytes} bytes, more than ${maxBytes}.`);
    this.bytes = bytes;
  }
}
