/**
 * Train, save, reload: a run that was stopped and goes on from its file ends with the same bits as one that was not.
 *
 *     node examples/node/checkpoint.js [file]
 */
import { load } from "gradiometer";
import { digits } from "gradiometer/data";
import { readCheckpoint, writeCheckpoint } from "gradiometer/io";
import { mkdtemp, readFile, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const file = process.argv[2] ?? join(await mkdtemp(join(tmpdir(), "gradiometer-")), "digits.safetensors");

/** Whoever reads the file meanwhile, or after a crash, finds the old one or the new one, never half of one. */
async function save(path, bytes) {
  await writeFile(`${path}.new`, bytes);
  await rename(`${path}.new`, path);
}

const lab = await load();
const { train } = await digits(lab, { seed: 1 });
const fit = (trainer) => trainer.fit(train.x, train.y, { epochs: 5, batch: 32 });

const network = lab.mlp({ sizes: [64, 32, 10], activation: "relu", init: "he-normal", seed: 1 });
const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "adam", learningRate: 0.002 } });
await fit(trainer);
try {
  await save(file, writeCheckpoint(trainer.state()));
} catch ({ message }) {
  console.error(`checkpoint.js: ${message}`);
  process.exit(2);
}
console.log(`saved    step ${trainer.steps}  ${network.hash()}`);
await fit(trainer);
console.log(`went on  step ${trainer.steps}  ${network.hash()}`);

// As if in another process: another core, and nothing but the file.
const again = (await load()).restore(readCheckpoint(await readFile(file)));
console.log(`reloaded step ${again.trainer.steps}  ${again.network.hash()}`);
await fit(again.trainer);
console.log(`went on  step ${again.trainer.steps}  ${again.network.hash()}`);
console.log(file);
