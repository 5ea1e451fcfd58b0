/** Which page is shown: the part of the address behind `#`, `#/runs`, `#/run/NAME`. */
import { useSyncExternalStore } from 'react';

export type Route =
  | { readonly page: 'runs' }
  | { readonly page: 'run'; readonly run: string }
  | { readonly page: 'upload' }
  | { readonly page: 'query' }
  | { readonly page: 'sites'; readonly site?: string }
  | { readonly page: 'data' }
  | { readonly page: 'dataset'; readonly dataset: string };

export const runPath = (run: string) => `#/run/${encodeURIComponent(run)}`;
export const sitePath = (site: string) => `#/sites/${encodeURIComponent(site)}`;
export const datasetPath = (dataset: string) => `#/dataset/${encodeURIComponent(dataset)}`;

export function go(path: string): void {
  window.location.hash = path;
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

export function useRoute(): Route {
  return routeOf(useSyncExternalStore(subscribe, () => window.location.hash));
}

function routeOf(hash: string): Route {
  const [, page = '', name = ''] = hash.split('/');
  switch (page) {
    case 'run':
      return { page: 'run', run: decoded(name) };
    case 'upload':
      return { page };
    case 'query':
      return { page };
    case 'sites':
      return name === '' ? { page } : { page, site: decoded(name) };
    case 'data':
      return { page };
    case 'dataset':
      return { page, dataset: decoded(name) };
    default:
      return { page: 'runs' };
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
