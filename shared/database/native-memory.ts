/** What this thread takes of memory beside JavaScript's heap, as told by those who take it. */
type Source = () => Promise<number>;

const sources: Source[] = [];

/** @param source the bytes that it holds now */
export function countNativeMemory(source: Source): void {
  sources.push(source);
}

/** @returns bytes, of all who take any */
export async function nativeMemory(): Promise<number> {
  const held = await Promise.all(sources.map((source) => source()));
  return held.reduce((sum, bytes) => sum + bytes, 0);
}
