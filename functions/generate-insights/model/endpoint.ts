/** How a model is reached; what is undefined is the provider's own. */
export interface ModelEndpoint {
  readonly model: string;
  readonly region: string | undefined;
  readonly baseUrl: string | undefined;
  readonly key: string | undefined;
}
