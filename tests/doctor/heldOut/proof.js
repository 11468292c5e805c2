/**
 * The counterfactual proofs of the held-out nets: each net is trained as it stands and with exactly its cause removed, by the SDK
 * alone, without the doctor.
 */
import { takeRows } from "gradiometer/data";
import { heldOutData } from "./data.js";
import { constantLoss, floorLoss, standardErrors } from "./losses.js";
import { rivalsOf } from "./rivals.js";

/** Trainings with what is changed: the net's own seed and the two that follow. */
export const SEEDS = 3;

function set(object, [key, ...deeper], value) {
  const { [key]: before, ...others } = object ?? {};
  if (deeper.length > 0) return { ...others, [key]: set(before, deeper, value) };
  return value === null ? others : { ...others, [key]: value };
}

/** "config.init" → "he-normal": the row with these entries set, or taken out where the value is null. */
export function changed(row, changes) {
  return Object.entries(changes).reduce((copy, [path, value]) => set(copy, path.split("."), value), row);
}

/** Rows to train on and, a share `holdout` of all, rows kept out: each turn keeps out other ones. */
function split({ x, y, columns, outputs }, holdout, turn) {
  const rows = y.length / outputs;
  const out = Math.round(holdout * rows);
  const order = Array.from({ length: rows }, (_, at) => (at + turn * out) % rows);
  const part = (chosen) => ({ x: takeRows(x, columns, chosen), y: takeRows(y, outputs, chosen) });
  return [part(order.slice(out)), part(order.slice(0, out))];
}

/**
 * Trains a row from one seed.
 * @returns the loss over all rows, that of the best constant, of the floor where known; with `holdout` the same
 *          over the rows kept out; of a floor net how many standard errors it is better than the constant, paired over rows.
 */
export async function train(lab, row, offset = 0) {
  const data = heldOutData(lab, row.data);
  const { epochs, batch, ...training } = row.training;
  const config = { ...row.config, seed: (row.config.seed ?? 0) + offset };
  const network = "hidden" in config ? lab.rnn(config) : lab.mlp(config);
  if (row.parameters) network.setParameters(row.parameters);
  const [own, kept] = row.holdout ? split(data, row.holdout, offset) : [data, null];
  const trainer = network.trainer(training);
  const lossOf = ({ x, y }) => network.backward(x, y, training.loss).loss;
  await trainer.fit(own.x, own.y, { epochs, ...(batch ? { batch } : {}) });
  const floor = floorLoss(data, training.loss);
  const answer = () => ("hidden" in config ? network.forward(own.x).output : network.forward(own.x));
  const result = {
    loss: lossOf(own),
    constant: constantLoss(own.y, data.outputs, training.loss),
    floor,
    ...(row.expect.verdict === "floor" ? { errors: standardErrors(answer(), own.y, data.outputs, training.loss) } : {}),
    ...(kept ? { heldOut: lossOf(kept), heldOutConstant: constantLoss(kept.y, data.outputs, training.loss) } : {}),
  };
  network.dispose();
  return result;
}

/** Four digits, and words where JSON has no number. */
const digits = (value) => (Number.isFinite(value) ? Number(value.toPrecision(4)) : String(value));

async function trained(lab, row, seeds) {
  const runs = [];
  for (let seed = 0; seed < seeds; seed++) runs.push(await train(lab, row, seed));
  const [{ constant, floor }] = runs;
  return {
    ...{ constant: digits(constant), losses: runs.map(({ loss }) => digits(loss)) },
    ...(floor === null ? {} : { floor: digits(floor) }),
    ...(runs[0].errors === undefined ? {} : { standardErrors: runs.map(({ errors }) => digits(errors)) }),
    ...(row.holdout === undefined
      ? {}
      : {
          heldOutConstants: runs.map(({ heldOutConstant }) => digits(heldOutConstant)),
          heldOut: runs.map(({ heldOut }) => digits(heldOut)),
        }),
  };
}

/** Which findings' treatments, each tried alone, teach the net as well, from every seed. */
async function rivals(lab, row) {
  const cures = new Set();
  const tried = rivalsOf(row);
  for (const { finding, changes } of tried)
    if (learnt(await trained(lab, changed(row, changes), SEEDS))) cures.add(finding);
  return { tried: tried.length, cures: [...cures] };
}

/** Runs everything that a row's proof speaks of, from its changes; the numbers are new, the changes the row's own. */
export async function prove(lab, row) {
  const { removed, others } = row.proof;
  const proof = { asItStands: await trained(lab, row, SEEDS) };
  if (removed)
    proof.removed = { changes: removed.changes, ...(await trained(lab, changed(row, removed.changes), SEEDS)) };
  if (others) {
    proof.others = [];
    for (const { changes } of others)
      proof.others.push({ changes, ...(await trained(lab, changed(row, changes), SEEDS)) });
  }
  const { verdict, findings } = row.expect;
  if ((verdict === "sick" || verdict === "slow") && findings[0] !== "overfitting")
    proof.rivals = await rivals(lab, row);
  return proof;
}

const HALF = 0.5;
const learnt = ({ constant, losses }) => losses.every((loss) => typeof loss === "number" && loss < HALF * constant);
const notLearnt = ({ constant, losses }) => losses.every((loss) => typeof loss !== "number" || loss >= HALF * constant);
const generalises = ({ heldOutConstants, heldOut }) => heldOut.every((loss, at) => loss < HALF * heldOutConstants[at]);

/** How near the floor a floor net must be, and how much of the constant's loss the floor at least is. */
const FLOOR_BAND = 0.05;

/** Standard errors. */
const BEYOND_CHANCE = 2;

/** What each verdict needs for its proof: a list of [what is asked, whether it holds]. */
const RULES = {
  healthy: ({ asItStands }) => [["ends below half of the constant's loss", learnt(asItStands)]],
  floor: ({ asItStands: { constant, losses, floor, standardErrors } }) => [
    ["is within 5 % of the floor", losses.every((loss) => Math.abs(loss / floor - 1) <= FLOOR_BAND)],
    ["is better than a constant beyond chance", standardErrors.every((errors) => errors > BEYOND_CHANCE)],
    ["does not reach half of the constant's loss, as nothing could", floor >= HALF * constant],
  ],
  sick: ({ asItStands, removed, others = [] }) => [
    ["does not learn as it stands", notLearnt(asItStands)],
    ["learns without its cause", removed === undefined || learnt(removed)],
    ["learns from nothing else", others.every(notLearnt)],
  ],
  slow: ({ asItStands, removed }) => [
    ["has not learnt yet", notLearnt(asItStands)],
    ["learns when it goes on", learnt(removed)],
  ],
  unexplained: ({ asItStands, others = [] }) => [
    ["does not learn as it stands", notLearnt(asItStands)],
    ["learns from nothing else", others.every(notLearnt)],
  ],
  overfitting: ({ asItStands, removed }) => [
    ["learns its own rows", learnt(asItStands)],
    [
      "is no better than a constant on others",
      asItStands.heldOut.every((loss, at) => loss >= asItStands.heldOutConstants[at]),
    ],
    ["is better on others without its cause", removed === undefined || generalises(removed)],
  ],
};

/** What else cures must be among what may be named instead. */
const explained = ({ rivals: { cures } }, also) => cures.every((finding) => also.includes(finding));

/** What a proof fails to show for its row's verdict; empty when it stands. */
export function shortcomings(row, proof = row.proof) {
  const { verdict, findings } = row.expect;
  const rule = findings[0] === "overfitting" ? "overfitting" : verdict;
  // Targets without spread: there is nothing to learn, and no change to the net would alter that.
  if (proof.asItStands.constant === 0) return findings[0] === "degenerate-target" ? [] : ["targets without spread"];
  const rules = RULES[rule](proof);
  if (proof.rivals)
    rules.push(["nothing that may not be named instead cures", explained(proof, row.expect.also ?? [])]);
  return rules.filter(([, holds]) => !holds).map(([asked]) => asked);
}
