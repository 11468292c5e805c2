import { normal, permutation, uniform } from "../../assembly/random/distributions";
import { advance, bits, increment, start } from "../../assembly/random/pcg";

const N = 20000;
const out = heap.alloc(4 * N);

describe("PCG32", () => {
  test("is the generator of the paper: O'Neill's check values for state 42, stream 54", () => {
    // pcg32_srandom_r(42, 54): advance once from 0, add the state, advance again.
    const inc: u64 = (54 << 1) | 1;
    let state = advance(advance(0, inc) + 42, inc);
    const expected: u32[] = [0xa15c02b7, 0x7b47f409, 0xba1d3330, 0x83d2f293, 0xbfa4784b, 0xcbed606e];
    for (let i = 0; i < expected.length; i++) {
      expect(bits(state)).toBe(expected[i]);
      state = advance(state, inc);
    }
  });

  test("has streams of its own for every seed and purpose", () => {
    expect(start(0, 0)).not.toBe(start(0, 1));
    expect(start(0, 1)).not.toBe(start(1, 0));
    expect(increment(0, 1)).not.toBe(increment(1, 0));
    expect(increment(3, 7) & 1).toBe(1);
  });
});

describe("uniform numbers", () => {
  test("stay in [low, high) and fill it evenly", () => {
    uniform(1, 2, N, out, -2, 6);
    let below = 0;
    let sum: f64 = 0;
    for (let i = 0; i < N; i++) {
      const v = f32.load(out + 4 * i);
      expect(v >= -2 && v < 6).toBeTruthy();
      if (v < 0) below++;
      sum += v;
    }
    // A quarter lies below 0; four standard errors.
    expect(abs(<f64>below / N - 0.25) < 4 * sqrt(0.1875 / N)).toBeTruthy();
    expect(abs(sum / N - 2) < 4 * sqrt(64.0 / 12 / N)).toBeTruthy();
  });
});

describe("normal numbers", () => {
  test("have the moments and tails of the distribution", () => {
    normal(1, 2, N, out, 0, 1);
    let sum: f64 = 0;
    let squares: f64 = 0;
    let fourth: f64 = 0;
    let beyond = 0;
    for (let i = 0; i < N; i++) {
      const v = <f64>f32.load(out + 4 * i);
      sum += v;
      squares += v * v;
      fourth += v * v * v * v;
      if (abs(v) > 1.959963984540054) beyond++;
    }
    expect(abs(sum / N) < 4 / sqrt(<f64>N)).toBeTruthy();
    expect(abs(squares / N - 1) < 4 * sqrt(2.0 / N)).toBeTruthy();
    expect(abs(fourth / N - 3) < 4 * sqrt(96.0 / N)).toBeTruthy();
    expect(abs(<f64>beyond / N - 0.05) < 4 * sqrt(0.0475 / N)).toBeTruthy();
  });

  test("are one fill whatever its length", () => {
    normal(5, 6, 10, out, 0, 1);
    const third = f32.load(out + 12);
    normal(5, 6, 4, out, 0, 1);
    expect(f32.load(out + 12)).toBe(third);
  });
});

describe("permutations", () => {
  test("hold every number once", () => {
    const n = 1000;
    permutation(3, 4, n, out);
    let sum = 0;
    let fixed = 0;
    const seen = new StaticArray<bool>(n);
    for (let i = 0; i < n; i++) {
      const v = i32.load(out + 4 * i);
      expect(seen[v]).toBe(false);
      seen[v] = true;
      sum += v;
      if (v == i) fixed++;
    }
    expect(sum).toBe((n * (n - 1)) / 2);
    expect(fixed < 8).toBeTruthy();
  });

  test("of 0 and 1 elements are no trouble, and all of three are equally likely", () => {
    permutation(0, 0, 0, out);
    permutation(0, 0, 1, out);
    expect(i32.load(out)).toBe(0);
    const counts = new StaticArray<i32>(27);
    for (let seed = 0; seed < 6000; seed++) {
      permutation(seed, 0, 3, out);
      counts[i32.load(out) * 9 + i32.load(out + 4) * 3 + i32.load(out + 8)]++;
    }
    let kinds = 0;
    for (let i = 0; i < 27; i++) {
      if (counts[i] == 0) continue;
      kinds++;
      // 1000 each; four standard deviations of a binomial count.
      expect(abs(counts[i] - 1000) < 116).toBeTruthy();
    }
    expect(kinds).toBe(6);
  });
});
