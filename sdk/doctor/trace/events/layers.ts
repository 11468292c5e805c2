/** The layers of a training, from the tags of its histograms. */
import type { HistogramStats } from "../../../io/events/histogram.js";
import { GradiometerError } from "../../../core/errors.js";
import { elementAt } from "../../../core/element.js";
import { MOST_LAYERS, type TraceLayer, type TraceStats, type TraceStepLayer } from "../types.js";
import { layerTag, type LayerTag, type TagPart } from "./tags.js";

/** Distinct tags of histograms that are followed. */
const MOST_TAGS = 100_000;

/** What is known of a tag. */
interface KnownTag extends LayerTag {
  readonly place: number;
}

interface KnownLayer {
  readonly name: string;
  /** Of its weight and of its bias; 0 where there is none. */
  weights: number;
  biases: number;
  /** Whether its weights began as 1, all of them. */
  ones: boolean;
  readonly words: Set<string>;
}

/** The statistics under each tag at one step, by the number of the tag. */
export type TagValues = ReadonlyMap<number, HistogramStats>;

const isPart = (part: LayerTag["part"]): part is TagPart =>
  part !== "bias" && part !== "biasGradient" && part !== "state";

/** What a layer is, as far as its name, its tags and its numbers say. */
function kindOf({ name, weights, biases, ones, words }: KnownLayer): string {
  const last = /([a-z]+)[^a-z]*$/i.exec(name)?.[1] ?? name;
  const norm = words.has("state") || words.has("gamma") || words.has("scale") || (ones && weights === biases);
  if (norm || /norm/i.test(last)) return "norm";
  if (/^(bn|ln|gn)$/i.test(last)) return "norm";
  if (words.has("embeddings") || /emb(ed)?/i.test(last)) return "Embedding";
  if (words.has("in_proj_weight") || /att(n|ention)/i.test(name)) return "attention";
  if ([...words].some((word) => /_[ih]h_l\d|^recurrent_kernel/.test(word))) return "recurrent";
  return last;
}

/** Statistics of two tensors as if they were one. */
function merged(one: HistogramStats, other: HistogramStats): HistogramStats {
  const count = one.count + other.count;
  const share = one.count / count;
  const mean = share * one.mean + (1 - share) * other.mean;
  const [near, far] = [one.mean - mean, other.mean - mean];
  const variance = share * (one.std * one.std + near * near) + (1 - share) * (other.std * other.std + far * far);
  return {
    count,
    mean,
    std: Math.sqrt(variance),
    norm: Math.sqrt(one.norm * one.norm + other.norm * other.norm),
    min: Math.min(one.min, other.min),
    max: Math.max(one.max, other.max),
    nonFinite: one.nonFinite + other.nonFinite,
    ...(one.zeros !== undefined && other.zeros !== undefined && { zeros: one.zeros + other.zeros }),
  };
}

const plain = ({ mean, std, norm, min, max, nonFinite, zeros }: HistogramStats): TraceStats => ({
  ...{ mean, std, norm, min, max, nonFinite },
  ...(zeros !== undefined && { zeros }),
});

/** Takes tags as they come, and knows which layer each is of. */
export class TaggedLayers {
  private readonly tags = new Map<string, KnownTag | null>();
  private readonly known: KnownTag[] = [];
  private readonly places = new Map<string, number>();
  private readonly layers: KnownLayer[] = [];

  get count(): number {
    return this.layers.length;
  }

  /**
   * The number of a tag, and whether its histograms are a part of a record; null where the tag is not understood.
   *
   * @throws GradiometerError BAD_FILE for too many tags or layers
   */
  note(tag: string, stats: HistogramStats): { readonly number: number; readonly isPart: boolean } | null {
    let known = this.tags.get(tag);
    if (known === undefined) {
      if (this.tags.size === MOST_TAGS)
        throw new GradiometerError("BAD_FILE", `event file: more than ${MOST_TAGS} tags`);
      const meaning = layerTag(tag);
      known = meaning && { ...meaning, place: this.known.length };
      this.tags.set(tag, known);
      if (known) {
        this.known.push(known);
        this.describe(known, stats);
      }
    }
    return known && { number: known.place, isPart: isPart(known.part) };
  }

  /** In the order in which they were first named. */
  header(): TraceLayer[] {
    return this.layers.map((layer) => {
      const { name, weights, biases } = layer;
      const kind = kindOf(layer);
      // A matrix has as many rows, or columns, as there are biases; several of a recurrent layer do not say which is which.
      const fits = biases > 0 && weights % biases === 0 && kind !== "recurrent";
      return { name, kind, in: fits ? weights / biases : 0, out: fits ? biases : 0 };
    });
  }

  /** The layers of a record. */
  record(values: TagValues): TraceStepLayer[] {
    const parts = this.layers.map(() => new Map<TagPart, HistogramStats>());
    for (const [number, stats] of values) {
      const { layer, part } = elementAt(this.known, number);
      if (!isPart(part)) continue;
      const own = elementAt(parts, this.places.get(layer)!);
      const before = own.get(part);
      own.set(part, before ? merged(before, stats) : stats);
    }
    return parts.map((own) => Object.fromEntries([...own].map(([part, stats]) => [part, plain(stats)])));
  }

  private describe({ layer: name, part, word }: LayerTag, { count, min, max }: HistogramStats): void {
    let place = this.places.get(name);
    if (place === undefined) {
      if (this.layers.length === MOST_LAYERS)
        throw new GradiometerError("BAD_FILE", `event file: more than ${MOST_LAYERS} layers`);
      place = this.layers.push({ name, weights: 0, biases: 0, ones: false, words: new Set() }) - 1;
      this.places.set(name, place);
    }
    const layer = elementAt(this.layers, place);
    layer.words.add(part === "state" ? part : word.toLowerCase());
    if (part === "weight") {
      layer.ones = layer.weights === 0 && min === 1 && max === 1;
      layer.weights += count;
    } else if (part === "bias") layer.biases += count;
  }
}
