/**
 * A seeded source of randomness. Every draw comes from here, so a seed is a whole world.
 * xoshiro128** 1.1 (Blackman and Vigna, 2018) seeded through splitmix32; period 2¹²⁸ − 1, 32 bits a draw.
 */
export interface Random {
  /** Uniform in [0, 1), 32 bits of it. */
  float(): number;
  /** Uniform whole number in [0, n). */
  int(n: number): number;
  /** True with probability `p`. */
  chance(p: number): boolean;
  /** One of `items`, each as likely; throws when there is none. */
  pick<T>(items: readonly T[]): T;
}

/** A generator whose stream depends on `seed` alone (its lower 32 bits). */
export function createRandom(seed: number): Random {
  let mixer = seed >>> 0;
  const splitmix = () => {
    mixer = (mixer + 0x9e3779b9) | 0;
    let z = mixer ^ (mixer >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let a = splitmix();
  let b = splitmix();
  let c = splitmix();
  let d = splitmix();

  function float(): number {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result / 4_294_967_296;
  }

  const int = (n: number) => Math.floor(float() * n);
  return {
    float,
    int,
    chance: (p) => float() < p,
    pick(items) {
      const found = items[int(items.length)];
      if (found === undefined) throw new Error('nothing to pick from');
      return found;
    },
  };
}

/** A 32-bit hash of two whole numbers (murmur3's finaliser): an identity's digits from a seed and a person. */
export function mix(a: number, b: number): number {
  let h = (a ^ Math.imul(b + 1, 0x9e3779b1)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
