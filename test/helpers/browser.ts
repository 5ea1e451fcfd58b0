/**
 * A real browser: the Chromium that npm alone installs on Linux, else a Chrome or Chromium that is installed. It is
 * started once for a file of tests.
 */
import { existsSync } from 'node:fs';
import { type Browser, chromium as playwright } from 'playwright-core';

const INSTALLED = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

interface Executable {
  readonly path: string;
  readonly args: readonly string[];
}

/** @returns undefined where there is none */
export async function findBrowser(): Promise<Executable | undefined> {
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed !== undefined) return { path: installed, args: [] };
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { default: chromium } = await import('@sparticuz/chromium');
  return { path: await chromium.executablePath(), args: chromium.args };
}

export async function startBrowser({ path, args }: Executable): Promise<Browser> {
  return playwright.launch({ executablePath: path, args: [...args], headless: true });
}
