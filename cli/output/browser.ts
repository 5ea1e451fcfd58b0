import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { note } from './print.ts';

const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  linux: ['xdg-open'],
  win32: ['explorer.exe'],
};

export async function openInBrowser(path: string): Promise<void> {
  const [command, ...rest] = OPENERS[process.platform] ?? [];
  if (command === undefined || path.startsWith('s3://')) {
    note('It cannot be opened from here; open it with what shows HTML.');
    return;
  }
  const child = spawn(command, [...rest, path], { stdio: 'ignore', detached: true });
  try {
    await once(child, 'spawn');
  } catch {
    note(`There is no ${command} here to open it with; open the file in a browser.`);
  }
  child.unref();
}
