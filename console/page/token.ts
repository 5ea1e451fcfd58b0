/**
 * The token that opens the console comes with the printed address, behind its `#`, which no browser sends anywhere. It
 * is kept for this address and port, so that other tabs and a reload have it, and taken out of the address.
 */
const KEY = 'energy-console-token';
const IN_ADDRESS = /^#token=([\w-]+)$/;

export function takeToken(): void {
  const found = IN_ADDRESS.exec(window.location.hash)?.[1];
  if (found === undefined) return;
  window.localStorage.setItem(KEY, found);
  window.history.replaceState(null, '', '#/runs');
}

export function token(): string {
  return window.localStorage.getItem(KEY) ?? '';
}
