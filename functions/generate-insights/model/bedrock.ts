/** Amazon Bedrock's Converse API. */
import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock';
import { askModel } from './ask.ts';
import { boundedFetch } from './bounded-fetch.ts';
import type { ModelEndpoint } from './endpoint.ts';
import type { Ask } from './language-model.ts';

/** Without a key the requests are signed with the function's own role, as every call of the AWS SDK is. */
export function askBedrock({ model, region, baseUrl, key }: ModelEndpoint): Ask {
  const bedrock = createAmazonBedrock({
    fetch: boundedFetch,
    ...(region === undefined ? {} : { region }),
    ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
    // An empty key keeps the SDK from looking for one in the environment.
    apiKey: key ?? '',
  });
  return (question, signal) => askModel(bedrock(model), question, signal);
}
