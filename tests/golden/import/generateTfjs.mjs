/** Writes the TensorFlow.js models of this folder: node generateTfjs.mjs (TensorFlow.js 4.22, from tests/harness). */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const tf = createRequire(new URL("../../harness/package.json", import.meta.url))("@tensorflow/tfjs");
const here = new URL(".", import.meta.url);

async function write(name, model, x) {
  await model.save({
    save: async ({ modelTopology, weightSpecs, weightData, format, generatedBy }) => {
      const paths = [`${name}.weights.bin`];
      const json = { format, generatedBy, modelTopology, weightsManifest: [{ paths, weights: weightSpecs }] };
      writeFileSync(new URL(`${name}.model.json`, here), JSON.stringify(json));
      writeFileSync(new URL(paths[0], here), Buffer.from(weightData));
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    },
  });
  const y = [...(await model.predict(x).data())];
  writeFileSync(new URL(`${name}-tfjs.io.json`, here), JSON.stringify({ x: [...(await x.data())], shape: x.shape, y }));
}

const dense = (units, activation, rest = {}) =>
  tf.layers.dense({ units, activation, kernelInitializer: tf.initializers.randomNormal({ seed: units }), ...rest });
const rows = tf.randomNormal([5, 4], 0, 1, "float32", 7);
await write("dense", tf.sequential({ layers: [dense(8, "elu", { inputShape: [4] }), tf.layers.dropout({ rate: 0.2 }), tf.layers.batchNormalization(), dense(6, "linear"), tf.layers.leakyReLU({ alpha: 0.1 }), dense(3, "softmax")] }), rows);
await write("lstm", tf.sequential({ layers: [tf.layers.lstm({ units: 6, inputShape: [7, 3], recurrentActivation: "sigmoid", recurrentInitializer: "glorotNormal" }), dense(2, "linear")] }), tf.randomNormal([5, 7, 3], 0, 1, "float32", 8));
await write("gru", tf.sequential({ layers: [tf.layers.gru({ units: 6, inputShape: [7, 3] }), dense(2, "linear")] }), tf.randomNormal([5, 7, 3], 0, 1, "float32", 8));
