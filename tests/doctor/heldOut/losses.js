/** Losses without a network: of the best constant answer, of the truth, and row by row. In float64, to compare with, never to train on. */

/** The numbers of each column. */
const columnsOf = (y, outputs) =>
  Array.from({ length: outputs }, (_, at) => y.filter((_, index) => index % outputs === at));
const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const entropyTerm = (p) => (p > 0 ? -p * Math.log(p) : 0);

/** Loss of the best answer that is the same for every row. */
export function constantLoss(y, outputs, loss) {
  const columns = columnsOf(y, outputs);
  const variance = columns.map((column) => {
    const mean = meanOf(column);
    return meanOf(column.map((value) => (value - mean) ** 2));
  });
  const means = columns.map(meanOf);
  switch (loss) {
    case "mean-squared-error":
      return meanOf(variance);
    case "sum-squared-error":
      return meanOf(variance) * y.length;
    case "cross-entropy":
      return means.map(entropyTerm).reduce((sum, term) => sum + term, 0);
    case "binary-cross-entropy":
      return meanOf(means.map((p) => entropyTerm(p) + entropyTerm(1 - p)));
    default:
      throw new Error(`no constant answer for the loss "${loss}"`);
  }
}

/** Loss, on these very rows, of one who knows everything but the noise; null where the generator does not say. */
export function floorLoss({ y, outputs, truth, chances }, loss) {
  if (truth) {
    const squares = [...y].map((value, at) => (value - truth[at]) ** 2);
    return loss === "sum-squared-error" ? meanOf(squares) * y.length : meanOf(squares);
  }
  if (!chances) return null;
  const terms = chances.map((row, at) =>
    row.map((p, column) => {
      const target = y[at * outputs + column];
      if (loss === "cross-entropy") return target === 0 ? 0 : -target * Math.log(p);
      return (target === 0 ? 0 : -target * Math.log(p)) + (target === 1 ? 0 : -(1 - target) * Math.log(1 - p));
    }),
  );
  return loss === "cross-entropy"
    ? meanOf(terms.map((row) => row.reduce((sum, term) => sum + term, 0)))
    : meanOf(terms.flat());
}

/** The loss of each row of the network's outputs: their mean is what the network calls its loss (for a sum of squares, a part of it). */
export function rowLosses(output, y, outputs, loss) {
  return Array.from({ length: y.length / outputs }, (_, row) => {
    const at = row * outputs;
    const [o, t] = [output.subarray(at, at + outputs), y.subarray(at, at + outputs)];
    switch (loss) {
      case "mean-squared-error":
      case "sum-squared-error":
        return meanOf([...t].map((target, column) => (target - o[column]) ** 2));
      case "cross-entropy": {
        const most = Math.max(...o);
        const log = most + Math.log(o.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
        return t.reduce((sum, target, column) => sum + target * (log - o[column]), 0);
      }
      case "binary-cross-entropy":
        return meanOf(
          [...t].map((target, column) => {
            const logit = o[column];
            return Math.max(logit, 0) - target * logit + Math.log1p(Math.exp(-Math.abs(logit)));
          }),
        );
      default:
        throw new Error(`no rows of the loss "${loss}"`);
    }
  });
}

/** Outputs of the best constant answer, as a network would give them, row after row. */
function constantOutputs(y, outputs, loss) {
  const means = columnsOf(y, outputs).map(meanOf);
  const constant = {
    "mean-squared-error": (p) => p,
    "sum-squared-error": (p) => p,
    "cross-entropy": Math.log,
    "binary-cross-entropy": (p) => Math.log(p / (1 - p)),
  }[loss];
  return Float64Array.from(y, (_, at) => constant(means[at % outputs]));
}

/** By how many standard errors the outputs are better than the best constant, paired over rows. */
export function standardErrors(output, y, outputs, loss) {
  const best = rowLosses(constantOutputs(y, outputs, loss), y, outputs, loss);
  const gains = rowLosses(output, y, outputs, loss).map((own, row) => best[row] - own);
  const mean = meanOf(gains);
  const spread = Math.sqrt(meanOf(gains.map((gain) => (gain - mean) ** 2)));
  return (mean * Math.sqrt(gains.length)) / spread;
}
