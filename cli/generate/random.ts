/** A repeatable stream of random numbers: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Standard normal: mean 0, standard deviation 1. */
  normal(): number;
}

/**
 * Ours, not the package pure-rand: README and the benchmarks name figures of the sample month and of the injected
 * anomalies, and pure-rand has no sfc32, so that every one of them would change. It is fifteen lines with a published
 * definition.
 *
 * Chris Doty-Humphrey's sfc32 (PractRand, http://pracrand.sourceforge.net): 128 bits of state, passes that test suite,
 * and needs only 32-bit arithmetic. The first twelve numbers only mix the seed in, as its author does.
 * @param seed any integer; only its lower 53 bits can be given exactly
 */
export function createRandom(seed: number): Random {
  let a = 0;
  let b = seed | 0;
  let c = Math.floor(seed / 2 ** 32) | 0;
  let counter = 1;

  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }
  for (let round = 0; round < 12; round += 1) next();

  let spare: number | undefined;
  /** Box and Muller (1958), "A note on the generation of random normal deviates": two at a time. */
  function normal(): number {
    if (spare !== undefined) {
      const second = spare;
      spare = undefined;
      return second;
    }
    // 1 - u is in (0, 1], whose logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  return { next, normal, between: (low, high) => low + (high - low) * next() };
}
