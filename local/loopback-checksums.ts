/**
 * The SDK's own checksums guard what crosses a network; over loopback they only cost time (a third of a large
 * upload's). https://docs.aws.amazon.com/sdkref/latest/guide/feature-dataintegrity.html
 */

/** As options of a client. */
export const LOOPBACK_CHECKSUMS = {
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
} as const;

/** The same in the environment of a process, whose words are in lower case. */
export const LOOPBACK_CHECKSUM_VARIABLES = {
  AWS_REQUEST_CHECKSUM_CALCULATION: LOOPBACK_CHECKSUMS.requestChecksumCalculation.toLowerCase(),
  AWS_RESPONSE_CHECKSUM_VALIDATION: LOOPBACK_CHECKSUMS.responseChecksumValidation.toLowerCase(),
};
