/** Loaded before a program (`--import`): its writes meet a full disk while the file ENERGY_TEST_FULL_DISK exists. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const flag = process.env.ENERGY_TEST_FULL_DISK ?? '';
const { existsSync } = fs;

function fault(syscall) {
  const error = new Error(`ENOSPC: no space left on device, ${syscall}`);
  return Object.assign(error, { code: 'ENOSPC', errno: -28, syscall });
}

// The terminal and sockets are no disk.
const isDisk = (file) => typeof file !== 'number' || file > 2;

for (const name of ['writeSync', 'writeFileSync', 'appendFileSync', 'copyFileSync', 'mkdirSync']) {
  const original = fs[name];
  fs[name] = (file, ...rest) => {
    if (isDisk(file) && existsSync(flag)) throw fault(name);
    return original(file, ...rest);
  };
}
for (const name of ['write', 'writev', 'writeFile', 'appendFile']) {
  const original = fs[name];
  fs[name] = (file, ...rest) => {
    if (isDisk(file) && existsSync(flag)) setImmediate(rest.at(-1), fault(name));
    else original(file, ...rest);
  };
}
for (const name of ['writeFile', 'appendFile', 'copyFile']) {
  const original = fs.promises[name];
  fs.promises[name] = async (...given) => {
    if (existsSync(flag)) throw fault(name);
    return original(...given);
  };
}
syncBuiltinESMExports();
