/**
 * The token that opens the console comes with the printed address, behind its `#`, which no browser sends anywhere. It
 * is kept for this address and port, so that other tabs and a reload have it, and taken out of the address.
 */
const KEY = 'energy-console-token';
const IN_ADDRESS = /^#token=([\w-]+)$/;

/** @returns whether the address had one */
export function takeToken(): boolean {
  const found = IN_ADDRESS.exec(window.location.hash)?.[1];
  if (found === undefined) return false;
  window.localStorage.setItem(KEY, found);
  window.history.replaceState(null, '', '#/runs');
  return true;
}

export function token(): string {
  return window.localStorage.getItem(KEY) ?? '';
}
