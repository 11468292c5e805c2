// What a browser's API takes without a cast, on the TypeScript that knows of SharedArrayBuffer in types (5.7 and later).
import { load } from "gradiometer";
import { twoMoons } from "gradiometer/data";
import "gradiometer/global";
import wasm from "gradiometer/gradiometer.wasm";
import { readSafetensors, writeCheckpoint, writeSafetensors } from "gradiometer/io";
import { load as loadModule } from "gradiometer/module";

const lab = await loadModule({ module: wasm });
const other = await gradiometer.load();
const network = lab.mlp({ sizes: [2, 2] });
const out = network.forward([1, 2]);
postMessage(out, { transfer: [out.buffer] });
new Blob([out, writeSafetensors(network.parameters()), ...network.parameters().map(({ values }) => values)]);
new Response(writeSafetensors([{ name: "w", shape: [2], values: new Float32Array(new SharedArrayBuffer(8)) }]));
const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 1 } });
await crypto.subtle.digest("SHA-256", writeCheckpoint(trainer.state()));
await fetch("/save", { method: "POST", body: writeCheckpoint(trainer.state()) });
new Blob([
  twoMoons(other).x,
  network.spectrum([1, 2]).inputOutput,
  network.backward([1, 2], [1, 0], "cross-entropy").input,
]);
readSafetensors(new Uint8Array(new SharedArrayBuffer(8)));

// Rows of every kind.
network.forward(new Float32Array(new SharedArrayBuffer(8)));
network.forward(new Float64Array(2));
network.forward(new Uint8ClampedArray(2));
network.forward([[1, 2]] as const);
network.forward([new Uint8Array(2), [1, 2]]);
// @ts-expect-error: bytes of 64 bits are no numbers
network.forward(new BigInt64Array(2));
void (await load());
