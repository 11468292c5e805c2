/* global gradiometer, console, postMessage, document */
/** The same in a script that imports nothing: in a page, or in a worker, which has no document. */
(async () => {
  const { load, twoMoons } = gradiometer;
  const lab = await load();
  const { x, y } = twoMoons(lab, { samples: 100, seed: 3 });
  const network = lab.mlp({ sizes: [2, 16, 16, 16, 2], seed: 7 });
  const trainer = network.trainer({ loss: "cross-entropy", optimizer: { kind: "sgd", learningRate: 0.1 } });
  await trainer.fit(x, y, { epochs: 5, batch: 16 });
  const hash = network.hash();
  if (typeof document === "undefined") postMessage(hash);
  else console.log(hash);
})();
