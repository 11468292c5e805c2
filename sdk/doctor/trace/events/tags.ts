/** What stands under a tag of an event file, by what people call it. What is not recognised is not guessed. */

/** Parts of a layer that a histogram can be of. */
export type TagPart = "u" | "z" | "delta" | "weight" | "weightGradient";

/** What the histograms under a tag are of: a part of a layer, or what tells of a layer without being a part of a record. */
export interface LayerTag {
  /** Its name, the same under each of its tags: "fc1" of "fc1.weight", "fc1/weight/grad" and "gradients/fc1". */
  readonly layer: string;
  readonly part: TagPart | "bias" | "biasGradient" | "state";
  /** What the part is called there: a norm's gain, for one, says that the layer is a norm. */
  readonly word: string;
}

const GRADIENT = /^(grads?|gradients?)$/i;
/** Written to a word by a line: weight_grad, grad_weight. */
const [GRADIENT_BEHIND, GRADIENT_BEFORE] = [/^(.+)[_-](?:grads?|gradients?)$/i, /^(?:grads?|gradients?)[_-](.+)$/i];
const WEIGHT =
  /^(weights?|w|kernel|embeddings?|gamma|scale|gain|(weight|kernel)_\d+|weight_[ih]h_l\d+(_reverse)?|weight_[gv]|(recurrent|depthwise|pointwise)_kernel|in_proj_weight)$/i;
const BIAS = /^(bias(es)?|b|beta|bias_\d+|bias_[ih]h_l\d+(_reverse)?|in_proj_bias)$/i;
const STATE = /^(running_mean|running_var|moving_mean|moving_variance|num_batches_tracked)$/i;
const BEHIND_ACTIVATION = /^(activations?|act|post_?activations?)$/i;
const BEFORE_ACTIVATION = /^(pre_?activations?|outputs?|logits)$/i;
/** Words around a name that say nothing. */
const NOISE = /^(params?|parameters?|histograms?|hist|train|training|values?)$/i;
/** A name and its part as one word: fc1_weight. */
const GLUED = /^(.+)_(weights?|kernel|bias|activations?|outputs?)$/i;

/** The words of a tag, and whether one of them says that it is a gradient. */
function wordsOf(tag: string): { words: string[]; gradient: boolean } {
  let gradient = false;
  const words = tag
    .replace(/(:\d+)$/, "")
    .split(/[./\\]/)
    .flatMap((word) => {
      if (GRADIENT.test(word)) gradient = true;
      if (word === "" || GRADIENT.test(word) || NOISE.test(word)) return [];
      const [, inner] = GRADIENT_BEHIND.exec(word) ?? GRADIENT_BEFORE.exec(word) ?? [];
      if (inner !== undefined) gradient = true;
      return [(inner ?? word).replace(/_histogram$/i, "")];
    });
  return { words, gradient };
}

/** Rows: a pattern of a word, and the part that it is, plain and as a gradient. */
const PARTS = [
  [WEIGHT, "weight", "weightGradient"],
  [BIAS, "bias", "biasGradient"],
  [STATE, "state", "state"],
  [BEHIND_ACTIVATION, "z", "delta"],
  [BEFORE_ACTIVATION, "u", "delta"],
] as const satisfies readonly (readonly [RegExp, LayerTag["part"], LayerTag["part"]])[];

const rowOf = (word: string) => PARTS.find(([pattern]) => pattern.test(word));

/** What a histogram's tag says; null where it is not known. */
export function layerTag(tag: string): LayerTag | null {
  const { words, gradient } = wordsOf(tag);
  const named = (rest: readonly string[], row: (typeof PARTS)[number], word: string): LayerTag => ({
    layer: rest.length > 0 ? rest.join(".") : "net",
    part: gradient ? row[2] : row[1],
    word,
  });
  const [first, last] = [words[0], words.at(-1)];
  if (first === undefined || last === undefined) return null;
  const end = rowOf(last);
  if (end) return named(words.slice(0, -1), end, last);
  const glued = GLUED.exec(last);
  if (glued) return named([...words.slice(0, -1), glued[1]!], rowOf(glued[2]!)!, glued[2]!);
  const begin = words.length > 1 ? rowOf(first) : undefined;
  if (begin) return named(words.slice(1), begin, first);
  return gradient ? named(words, PARTS[0], "weight") : null;
}

/** Words that may stand beside "loss" without making another loss of it. */
const PLAIN = /^(loss|losses|train|training|epoch|step|batch|iter|iteration)$/i;
const RATE_PLAIN = /^(lr|learning|rate|learningrate|train|training|epoch|step|batch|optimizer)$/i;
const OTHERS_ROWS = /^(val|valid|validation|test|testing|eval|evaluation|dev)$/i;

const lettersOf = (tag: string): string[] =>
  tag
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");

/** Words beside the plain ones, in a tag that has this one. */
function surplus(tag: string, wanted: (words: readonly string[]) => boolean, plain: RegExp): number | null {
  const words = lettersOf(tag);
  if (!wanted(words) || words.some((word) => OTHERS_ROWS.test(word))) return null;
  return words.filter((word) => !plain.test(word)).length;
}

/** How far a number's tag is from being called the training's loss, from 0 on; null where it is none. */
export const lossTag = (tag: string): number | null =>
  surplus(tag, (words) => words.some((word) => /^loss(es)?$/.test(word)), PLAIN);

/** As `lossTag`, of the learning rate. */
export const rateTag = (tag: string): number | null =>
  surplus(
    tag,
    (words) =>
      words.includes("lr") ||
      words.includes("learningrate") ||
      words.some((word, place) => word === "learning" && words[place + 1] === "rate"),
    RATE_PLAIN,
  );
