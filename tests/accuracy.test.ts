import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface Swept {
  name: string;
  count: number;
  max: number;
  at: number;
  wrongNaN: number;
}

type Kernel = (...values: number[]) => number;

const { sweep } = (await import(new URL("../scripts/sweep.mjs", import.meta.url).href)) as {
  sweep: (options: { stride: number; offset: number }) => Swept[];
};

/** A prime: 4096 times as many inputs in the full sweep, and no period in common with the bits. */
const STRIDE = 4099;

/** float32 results, over every 4099th of all inputs; docs/accuracy.md has all 2³². */
describe("float32 functions", () => {
  const bounds: Record<string, number> = { exp: 1, log: 1, tanh: 2, "tanh′": 2, sigmoid: 2, "sigmoid′": 2 };
  const results = sweep({ stride: STRIDE, offset: 17 });

  it("are all swept", () => {
    expect(results.map(({ name }) => name)).toEqual(Object.keys(bounds));
    for (const { count } of results) expect(count).toBeGreaterThan(2 ** 32 / STRIDE - 1);
  });

  for (const { name, max, at, wrongNaN } of results) {
    it(`${name} is within ${String(bounds[name])} ulp of the correctly rounded value`, () => {
      expect(max, `at ${String(at)}`).toBeLessThanOrEqual(bounds[name]!);
      expect(wrongNaN).toBe(0);
    });
  }
});

/** float64 results against digits from mpmath 1.3 at 300 bits. */
describe("float64 functions", () => {
  const memory = new WebAssembly.Memory({ initial: 32 });
  const module = new WebAssembly.Module(readFileSync(new URL("../build/gradiometer.wasm", import.meta.url)));
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort: () => undefined } });
  const bits = (value: number) => new BigInt64Array(Float64Array.of(value).buffer)[0]!;

  it.each<[string, number, number]>([
    ["exp64", 1, 2.718281828459045],
    ["exp64", -1, 0.36787944117144233],
    ["exp64", 0.1, 1.1051709180756477],
    ["exp64", -700.5, 5.980196118639791e-305],
    ["exp64", 709.7, 1.6549840276802644e308],
    ["exp64", -740, 4.2e-322],
    ["log64", 2, 0.6931471805599453],
    ["log64", 0.1, -2.3025850929940455],
    ["log64", 1.0000000001, 1.000000082690371e-10],
    ["log64", 1e300, 690.7755278982137],
    ["log64", 5e-324, -744.4400719213812],
    ["sigmoid64", 10, 0.9999546021312976],
    ["sigmoid64", -10, 4.5397868702434395e-5],
    ["sigmoid64", 0.001, 0.5002499999791666],
    ["sigmoid64", -40, 4.248354255291589e-18],
    ["sigmoid64", -740, 4.2e-322],
    ["sigmoidSlope64", 10, 4.5395807735951673e-5],
    ["sigmoidSlope64", -0.5, 0.2350037122015945],
    ["sigmoidSlope64", 40, 4.248354255291589e-18],
    ["sigmoidSlope64", -700, 9.85967654375977e-305],
    ["tanh64", 1e-10, 1e-10],
    ["tanh64", 0.3, 0.2913126124515909],
    ["tanh64", -1, -0.7615941559557649],
    ["tanh64", 5, 0.9999092042625951],
    ["tanh64", 19, 0.9999999999999999],
    ["tanhSlope64", 0.01, 0.9999000066662889],
    ["tanhSlope64", -1, 0.4199743416140261],
    ["tanhSlope64", 19, 1.2556531168192118e-16],
    ["tanhSlope64", 300, 1.0601586212017243e-260],
    ["sin64", 1, 0.8414709848078965],
    ["sin64", 3.141592653589793, 1.2246467991473532e-16],
    ["sin64", -100, 0.5063656411097588],
    ["sin64", 1000000, -0.34999350217129294],
    ["cos64", 1, 0.5403023058681398],
    ["cos64", 1.5707963267948966, 6.123233995736766e-17],
    ["cos64", -100, 0.8623188722876839],
    ["cos64", 1000000, 0.9367521275331447],
  ])("%s(%d) is %d", (name, x, expected) => {
    const distance = bits((exports[name] as Kernel)(x)) - bits(expected);
    expect(distance >= -1n && distance <= 1n, `${String(distance)} ulp away`).toBe(true);
  });
});
