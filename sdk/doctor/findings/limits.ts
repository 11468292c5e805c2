/** What the network could be: too little for the data, or too much. */
import { limit } from "../thresholds.js";
import { reference } from "../verdict.js";
import { percent, say } from "../words.js";
import { type FindingRow, course, learnt, losses, outcomeOf } from "./evidence.js";

export const capacity: FindingRow = {
  id: "capacity",
  looksAt: "hidden layers and their widths, where nothing else is wrong",
  because: "it is too small for these data",
  explains: [],
  find(seen) {
    if (learnt(seen)) return null;
    const { subject } = seen;
    const hidden = subject.kind === "mlp" ? subject.config.sizes.slice(1, -1) : [subject.config.hidden];
    const none = hidden.length === 0;
    return {
      weak: true,
      evidence: none
        ? `The network has no hidden layer: its outputs are sums of the inputs, and no weights make more of them. After the training ${course(seen)}.`
        : `With all else in order ${course(seen)}: ${hidden.length === 1 ? "one hidden layer" : `${hidden.length} hidden layers`} ` +
          `of ${say(Math.min(...hidden))} units at the narrowest do not hold what these data need.`,
      numbers: { hiddenLayers: hidden.length, narrowest: none ? 0 : Math.min(...hidden), ...losses(seen) },
    };
  },
};

export const overfitting: FindingRow = {
  id: "overfitting",
  looksAt: "the loss on the rows that were kept out, compared with that on the rows that were trained on",
  because: "it memorises its rows",
  explains: [],
  find(seen) {
    const { heldOut, end } = seen.run;
    if (heldOut === undefined || !learnt(seen)) return null;
    const base = reference(outcomeOf(seen));
    // Both are compared as losses per row.
    const rows = seen.subject.training.loss === "sum-squared-error" ? seen.subject.held!.count / seen.subject.count : 1;
    const [own, fresh] = [end / base, heldOut / (rows * base)];
    if (!(fresh >= limit("learnt") && fresh >= limit("memorised") * own)) return null;
    return {
      evidence:
        `On the rows that it was trained on the loss fell to ${percent(own)} of what ignoring the input costs, on the ${seen.subject.held!.count} rows that were ` +
        `kept out it is ${percent(fresh)}: the network knows its rows by heart, and little of what holds for others.`,
      numbers: { heldOut, trained: end, heldOutShare: fresh, trainedShare: own, ...losses(seen) },
    };
  },
};
