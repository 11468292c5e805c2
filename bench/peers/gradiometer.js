/** Gradiometer as it is built in dist/: networks through the public entry, products and functions through the binary. */
import { readFileSync } from "node:fs";
import { load } from "../../dist/node.js"; // by path: this folder is a package of its own
import {
  argumentsOf,
  batchOf,
  CEILING_FLOP,
  ELEMENTARY,
  ELEMENTS,
  LEARNING_RATE,
  matricesOf,
  NETS,
  OWN_PRODUCT,
  parametersOf,
  PRODUCT_SIZES,
  PRODUCTS,
  productsOf,
  STANDARD,
} from "../nets.js";

const root = new URL("../../", import.meta.url);

export const version = JSON.parse(readFileSync(new URL("package.json", root), "utf8")).version;

/** As the arena does, so that no two matrices begin at the same place of a page (sdk/core/arena.ts). */
const STAGGER = 17 * 64;

/** A run whose result can be read. */
const readable = (run, read) => Object.assign(run, { values: () => (run(), read()) });

/** A binary over a memory of its own, and places in it. */
class Kernels {
  constructor(file, floats) {
    const memory = new WebAssembly.Memory({ initial: 32 + Math.ceil(floats / 2 ** 14) });
    const module = new WebAssembly.Module(readFileSync(new URL(file, root)));
    this.memory = memory;
    this.wasm = new WebAssembly.Instance(module, { env: { memory } }).exports;
    this.workspace = 64 * Math.ceil((this.wasm.dataEnd?.() ?? 2 ** 16) / 64);
    this.end = this.workspace + (this.wasm.WORKSPACE_BYTES?.value ?? 0);
  }

  floats(length) {
    const at = 64 * Math.ceil(this.end / 64);
    this.end = at + 4 * length + STAGGER;
    return { at, values: new Float32Array(this.memory.buffer, at, length) };
  }
}

/** The number of an activation, as assembly/abi.ts has it; undefined when it has none of this name. */
function kindOf(name) {
  const enumeration = readFileSync(new URL("assembly/abi.ts", root), "utf8").match(
    /enum ActivationKind \{([^}]*)\}/,
  )[1];
  const number = new RegExp(`\\b${name} = (\\d+)`, "i").exec(enumeration)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** The tasks of one variant of the build. */
export function tasksOf(variant) {
  const binary = variant === "simd" ? "dist/gradiometer.wasm" : `dist/gradiometer-${variant}.wasm`;

  async function networkOf(net) {
    const { sizes, activation } = net;
    const network = (await load({ variant })).mlp({ sizes, activation, init: "zeros" });
    const entries = parametersOf(net).flatMap(({ weight, bias }, l) => [
      [`layers.${l}.weight`, weight],
      [`layers.${l}.bias`, bias],
    ]);
    network.setParameters(Object.fromEntries(entries));
    return network;
  }

  async function stepOf(net) {
    const { x, y } = batchOf(net);
    const network = await networkOf(net);
    const optimizer = { kind: "sgd", learningRate: LEARNING_RATE };
    const trainer = network.trainer({ loss: "cross-entropy", optimizer });
    return () => trainer.step(x, y);
  }

  /** A maker of products of up to n × n; the matrices of the largest begin with those of all others. */
  function multiplier(largest) {
    const kernels = new Kernels(binary, 3 * largest ** 2);
    const [a, b, c] = [0, 1, 2].map(() => kernels.floats(largest ** 2));
    matricesOf(largest).forEach((values, i) => [a, b][i].values.set(values));
    return (n, { kernel }) => {
      const multiply = kernels.wasm[kernel];
      const run = () => multiply(n, n, n, a.at, 4 * n, b.at, 4 * n, 0, 0, c.at, 4 * n, kernels.workspace);
      return readable(run, () => c.values.slice(0, n * n));
    };
  }

  return {
    /** Beside the step a product, whose rate the step's is a share of. */
    async training(net) {
      return { step: await stepOf(net), product: multiplier(OWN_PRODUCT)(OWN_PRODUCT, PRODUCTS["A B"]) };
    },

    async inference(net) {
      const { x } = batchOf({ ...net, batch: 1 });
      const network = await networkOf(net);
      return { forward: () => network.forward(x) };
    },

    /** The ceiling is measured anew beside every size. */
    products() {
      const { ceiling, CHAINS } = new Kernels("build/ceiling.wasm", 0).wasm;
      const turns = Math.round(CEILING_FLOP / (8 * CHAINS.value));
      const beside = PRODUCT_SIZES.map((n) => [n, { [`ceiling ${n}`]: () => ceiling(turns, 0.5) }]);
      const multiply = multiplier(Math.max(...PRODUCT_SIZES));
      return Object.assign({}, ...beside.flatMap(([n, top]) => [top, productsOf(n, multiply)]));
    },

    elementary() {
      const own = new Kernels("build/elementary.wasm", 2 * ELEMENTS);
      const shipped = new Kernels(binary, 2 * ELEMENTS);
      const functions = ELEMENTARY.flatMap((name) => {
        const array = own.wasm[`${name}Array`];
        if (array) return [[name, own, (x, z) => array(ELEMENTS, x, z)]];
        const kind = kindOf(name);
        if (kind === undefined) return [];
        const { activationForward } = shipped.wasm;
        return [[name, shipped, (x, z) => activationForward(kind, 1, ELEMENTS, x, z, 0)]];
      });
      return Object.fromEntries(
        functions.map(([name, kernels, compute]) => {
          const [x, z] = [kernels.floats(ELEMENTS), kernels.floats(ELEMENTS)];
          x.values.set(argumentsOf(name));
          return [
            name,
            readable(
              () => compute(x.at, z.at),
              () => z.values,
            ),
          ];
        }),
      );
    },

    /** Training steps of nets that differ in one size only; `steps` are those of the tiny net. */
    async growth(ladders) {
      const cases = {};
      for (const { name, sizes, batch, value } of ladders.nets)
        cases[`${name} ${value}`] = await stepOf({ ...STANDARD, sizes, batch });
      for (const steps of ladders.steps) {
        const step = await stepOf(NETS[0]);
        cases[`steps ${steps}`] = () => {
          for (let i = 0; i < steps; i++) step();
        };
      }
      return cases;
    },
  };
}

export { calls, cells, flow, norms, trainings } from "./own.js";
export const { training, inference, products, elementary, growth } = tasksOf("simd");
