/** A command of this project in a message: it works where the repository is. */
export function energyCommand(rest: string): string {
  return `npm run -s energy -- ${rest}`;
}
