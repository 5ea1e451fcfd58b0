import { AwsError } from '../service.ts';

/** An S3 error: its code and status are the API's, its headers go out beside the XML. */
export class S3Error extends AwsError {
  readonly headers: Readonly<Record<string, string>>;
  constructor(code: string, message: string, status = 400, headers: Readonly<Record<string, string>> = {}) {
    super(code, message, status);
    this.headers = headers;
  }
}

export const noSuchBucket = (bucket: string) =>
  new S3Error('NoSuchBucket', `The bucket ${bucket} does not exist here; create it first`, 404);

export const noSuchKey = (key: string) => new S3Error('NoSuchKey', `There is no object with the key ${key}`, 404);

export const noSuchVersion = (key: string, versionId: string) =>
  new S3Error('NoSuchVersion', `The object ${key} has no version ${versionId}`, 404);

export const noSuchUpload = (id: string) =>
  new S3Error('NoSuchUpload', `There is no multipart upload ${id}: it was completed, aborted or never started`, 404);

export const preconditionFailed = (header: string) =>
  new S3Error('PreconditionFailed', `At least one of the pre-conditions you specified did not hold: ${header}`, 412);

export const invalidArgument = (message: string) => new S3Error('InvalidArgument', message);

export const malformedXml = (reason: string) =>
  new S3Error('MalformedXML', `The request's XML is not what this operation expects: ${reason}`);
