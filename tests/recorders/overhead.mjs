/** What recording costs in TensorFlow.js and jax-js: CPU time with it over without, every 50th step, interleaved: `node tests/recorders/overhead.mjs`. */
import { load } from "gradiometer";
import { Trace } from "../../examples/tensorflowjs/gradiometerTrace.js";
import { Trace as JaxTrace } from "../../examples/jax-js/gradiometerTrace.js";
import { jaxjs, programOf } from "./jax.mjs";
import { prepared } from "./nets.mjs";
import { modelOf, tensorflow, tensors } from "./tfjs.mjs";

const EVERY = 50;
const NETS = [
  { name: "tiny, 2-16-16-2, 32 rows", sizes: [2, 16, 16, 2], rows: 32, steps: 500, pairs: 11 },
  { name: "wide, 512-1024-1024-1024-10, 128 rows", sizes: [512, 1024, 1024, 1024, 10], rows: 128, steps: 50, pairs: 3 },
];

const cpu = () => process.cpuUsage().user + process.cpuUsage().system;

async function tfjs(net) {
  const tf = await tensorflow("wasm");
  const sides = [true, false].map((recorded) => {
    const model = modelOf(tf, net);
    const trace = recorded ? new Trace(tf, model, { every: EVERY, report: false, write() {} }) : null;
    const [x, y] = tensors(tf, net);
    return {
      steps: (count) =>
        model.fit(x, y, { epochs: count, batchSize: net.rows, shuffle: false, verbose: 0, yieldEvery: "never" }),
      close: () => trace?.close(),
    };
  });
  return sides;
}

async function jax(net) {
  const library = await jaxjs();
  return [true, false].map((recorded) => {
    const trace = new JaxTrace(library, { every: EVERY, loss: net.loss, output: "linear", report: false, write() {} });
    const program = programOf(library, trace, net);
    let { params } = program;
    const steps = async (count) => {
      for (let step = 0; step < count; step++) {
        if (recorded) trace.step(program.loss, params, ...program.data);
        const [value, next] = program.update(params, ...program.data.map((array) => array.ref));
        await value.data();
        params = next;
      }
    };
    return { steps, close: () => trace.close() };
  });
}

const quantile = (values, share) => values.sort((a, b) => a - b)[Math.round(share * (values.length - 1))];

const lab = await load();
for (const { name, sizes, rows, steps, pairs } of NETS)
  for (const [title, sidesOf] of Object.entries({ "TensorFlow.js (wasm)": tfjs, "jax-js (wasm)": jax })) {
    const y = Float32Array.from({ length: rows * sizes.at(-1) }, (_, i) => (i % sizes.at(-1) === 0 ? 1 : 0));
    const x = Float32Array.from({ length: rows * sizes[0] }, (_, i) => ((i * 37) % 101) / 50 - 1);
    const net = prepared(lab, { config: { sizes, activation: "relu" }, loss: "cross-entropy", rate: 1e-3, rows, x, y });
    const sides = await sidesOf(net);
    const timed = async ({ steps: run }) => {
      const began = cpu();
      await run(steps);
      return cpu() - began;
    };
    for (const side of sides) await timed(side);
    const ratios = [];
    for (let pair = 0; pair < pairs; pair++) {
      const order = pair % 2 ? [0, 1] : [1, 0];
      const times = [0, 0];
      for (const side of order) times[side] = await timed(sides[side]);
      ratios.push(times[0] / times[1]);
    }
    for (const side of sides) await side.close();
    const percent = (share) => (100 * (quantile(ratios, share) - 1)).toFixed(1);
    console.log(
      `${title}, ${name}: ${percent(0.5)} % (quartiles ${percent(0.25)} – ${percent(0.75)}), ${pairs} pairs of ${steps} steps`,
    );
  }
