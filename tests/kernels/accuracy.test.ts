/** @module-tag elementary */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface Swept {
  name: string;
  count: number;
  max: number;
  at: number;
  error: number;
  wrongNaN: number;
}

type Kernel = (...values: number[]) => number;

interface Bound {
  bound: number;
  absolute?: number;
}

const { FUNCTIONS, sweep } = (await import(new URL("../../scripts/sweep.mjs", import.meta.url).href)) as {
  FUNCTIONS: Record<string, Bound>;
  sweep: (options: { stride: number; offset: number }) => Swept[];
};

/** A prime: 4096 times as many inputs in the full sweep, and no period in common with the bits. */
const STRIDE = 4099;

/** float32 results, over every 4099th of all inputs; docs/accuracy.md has all 2³². */
describe("float32 functions", () => {
  // The last two cross zero: no distance in ulp is held there, but a difference.
  const bounds: Record<string, Bound> = {
    exp: { bound: 1 },
    log: { bound: 1 },
    tanh: { bound: 2 },
    "tanh′": { bound: 2 },
    sigmoid: { bound: 2 },
    "sigmoid′": { bound: 2 },
    softsign: { bound: 1 },
    "softsign′": { bound: 3 },
    elu: { bound: 1 },
    "elu′": { bound: 1 },
    selu: { bound: 2 },
    "selu′": { bound: 2 },
    softplus: { bound: 3 },
    "softplus′": { bound: 2 },
    silu: { bound: 3 },
    gelu: { bound: 5 },
    "silu′": { bound: Infinity, absolute: 3e-7 },
    "gelu′": { bound: Infinity, absolute: 3e-7 },
  };
  const results = sweep({ stride: STRIDE, offset: 17 });

  it("are all swept", () => {
    expect(results.map(({ name }) => name).sort()).toEqual(Object.keys(bounds).sort());
    for (const { count } of results) expect(count).toBeGreaterThan(2 ** 32 / STRIDE - 1);
  });

  for (const { name, max, at, error, wrongNaN } of results) {
    const { bound, absolute } = bounds[name]!;
    it(`${name} is within ${absolute === undefined ? `${String(bound)} ulp of the correctly rounded value` : absolute}`, () => {
      expect(max, `at ${String(at)}`).toBeLessThanOrEqual(bound);
      expect(error).toBeLessThanOrEqual(absolute ?? Infinity);
      expect(wrongNaN).toBe(0);
      expect(FUNCTIONS[name], "bounds of the script").toMatchObject({ bound, ...(absolute && { absolute }) });
    });
  }
});

/** ActivationKind of assembly/abi.ts. */
const KINDS = { Elu: 6, Selu: 7, Gelu: 8, Silu: 9, Softplus: 10 };

/** float64 results against digits from mpmath 1.3 at 300 bits. */
describe("float64 functions", () => {
  const memory = new WebAssembly.Memory({ initial: 32 });
  const module = new WebAssembly.Module(readFileSync(new URL("../../build/gradiometer.wasm", import.meta.url)));
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

  it.each<[keyof typeof KINDS, number, number, number]>([
    ["Elu", -1e-10, -9.999999999500001e-11, 0.9999999999],
    ["Elu", -0.5, -0.3934693402873666, 0.6065306597126334],
    ["Elu", -40, -1.0, 4.248354255291589e-18],
    ["Selu", 2.5, 2.6267524683887014, 1.0507009873554805],
    ["Selu", -0.5, -0.6917581878028713, 1.0663411530445055],
    ["Selu", -3, -1.670568728767112, 0.08753061208026489],
    ["Gelu", 1e-10, 5.000000000398942e-11, 0.5000000000797885],
    ["Gelu", 0.5, 0.34573123063700656, 0.8674951246561629],
    ["Gelu", -1, -0.15865525393145705, -0.0833154705876863],
    ["Gelu", -5, -1.4332578593959695e-6, -7.146946001792295e-6],
    ["Gelu", -20, -5.507248237212468e-88, -1.1014360483133464e-86],
    ["Gelu", -38, -1.096462777e-314, -4.1665545693e-313],
    ["Gelu", 4, 3.9998733150326675, 1.0005036496612265],
    ["Silu", 0.5, 0.3112296656009273, 0.7399611873026518],
    ["Silu", -1, -0.2689414213699951, 0.07232948812851327],
    ["Silu", -10, -0.00045397868702434395, -0.0004085602086570823],
    ["Silu", -100, -3.720075976020836e-42, -3.682875216260628e-42],
    ["Silu", -740, -3.09967e-319, -3.09547e-319],
    ["Silu", 30, 29.999999999997193, 1.0000000000027136],
    ["Softplus", 0, 0.6931471805599453, 0.5],
    ["Softplus", 1, 1.3132616875182228, 0.7310585786300049],
    ["Softplus", -1, 0.3132616875182228, 0.2689414213699951],
    ["Softplus", -40, 4.248354255291589e-18, 4.248354255291589e-18],
    ["Softplus", -740, 4.2e-322, 4.2e-322],
    ["Softplus", 20, 20.000000002061153, 0.9999999979388464],
  ])("%s at %d is %d, its slope %d", (kind, x, value, slope) => {
    const cell = (at: number) => new Float64Array(memory.buffer, at, 1);
    cell(1 << 20)[0] = x;
    (exports["activate64"] as Kernel)(KINDS[kind], 0, 1, 1 << 20, (1 << 20) + 8, (1 << 20) + 16);
    for (const [place, expected] of [value, slope].entries()) {
      const distance = bits(cell((1 << 20) + 8 + 8 * place)[0]!) - bits(expected);
      expect(distance >= -4n && distance <= 4n, `${String(distance)} ulp away`).toBe(true);
    }
  });
});
