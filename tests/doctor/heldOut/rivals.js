/**
 * What else might ail a net: findings with the change that would remove them, tried one by one, so that a proof can say that nothing
 * but the named cause cures it.
 */

const RATE = "training.optimizer.learningRate";
const ORTHOGONAL = { "config.recurrentInit": "orthogonal" };

const times = (rate, factor) => (typeof rate === "number" ? rate * factor : { ...rate, start: rate.start * factor });
const standardised = (change) => ({ ...change, standardise: true });

/** A layer of 32 where there is none; otherwise twice as many units in each, 16 at least. */
function wider({ config, parameters }) {
  if (parameters) return []; // given by hand for these widths
  if ("hidden" in config) return [{ "config.hidden": 2 * config.hidden }];
  const { sizes } = config;
  const hidden = sizes.slice(1, -1).map((width) => Math.max(16, 2 * width));
  return [{ "config.sizes": [sizes[0], ...(hidden.length > 0 ? hidden : [32]), sizes.at(-1)] }];
}

/** Changes of a row, by the finding that each would remove. */
const TREATMENTS = {
  "rate-too-small": ({ training: { optimizer } }) =>
    optimizer.learningRate === undefined ? [] : [10, 100].map((by) => ({ [RATE]: times(optimizer.learningRate, by) })),
  "rate-too-large": ({ training: { optimizer } }) =>
    optimizer.learningRate === undefined
      ? []
      : [0.1, 0.01].map((by) => ({ [RATE]: times(optimizer.learningRate, by) })),
  "unscaled-inputs": ({ config, data }) =>
    "hidden" in config || data.x?.standardise ? [] : [{ "data.x": standardised(data.x) }],
  // For targets out of reach it is a cure of their own: standardised, they may come into reach.
  "unscaled-targets": ({ training, data, expect }) =>
    !training.loss.endsWith("squared-error") || data.y?.standardise || expect.findings[0] === "targets-out-of-reach"
      ? []
      : [{ "data.y": standardised(data.y) }],
  "targets-out-of-reach": ({ config }) =>
    (config.output ?? "linear") === "linear" ? [] : [{ "config.output": "linear" }],
  "weight-decay": ({ training: { optimizer } }) =>
    optimizer.weightDecay ? [{ "training.optimizer.weightDecay": 0 }] : [],
  "recurrent-lag": ({ config }) => ("hidden" in config ? [ORTHOGONAL] : []),
  capacity: wider,
  slow: ({ training }) => [{ "training.epochs": 4 * training.epochs }],
};

/** Findings other than the expected one with the changes to try, those left out that are the expected one's own. */
export function rivalsOf(row) {
  const own = JSON.stringify(row.proof.removed?.changes);
  return Object.entries(TREATMENTS)
    .filter(([finding]) => finding !== row.expect.findings[0])
    .flatMap(([finding, changesOf]) => changesOf(row).map((changes) => ({ finding, changes })))
    .filter(({ changes }) => JSON.stringify(changes) !== own);
}
