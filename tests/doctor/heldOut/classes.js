/**
 * Rows with classes to tell apart. A generator takes a row's `data` and Random numbers, and returns the rows of x, a class for each
 * and, where chance decides, `chances`: the probability of each class for one who knew everything but chance.
 */
import { dot, logistic, sine } from "./random.js";

/** Rows one by one. */
function rowsOf(count, make) {
  const made = Array.from({ length: count }, make);
  const chances = made[0].chances === undefined ? {} : { chances: made.map((one) => one.chances) };
  return { x: made.map(({ x }) => x), labels: made.map(({ label }) => label), ...chances };
}

/** A share `flip` of the rows gets the label of another class, so that nobody can know more than that. */
function flipped(data, random, { x, label: own }) {
  const { classes, flip = 0 } = data;
  if (flip === 0) return { x, label: own };
  const label = random.uniform() < flip ? (own + 1 + random.below(classes - 1)) % classes : own;
  return {
    x,
    label,
    chances: Array.from({ length: classes }, (_, at) => (at === own ? 1 - flip : flip / (classes - 1))),
  };
}

/** Normal clouds round random centres; `shares` of the classes, default equal. */
function clouds(data, random) {
  const { rows, inputs, classes, apart = 2 } = data;
  const shares = data.shares ?? Array.from({ length: classes }, () => 1 / classes);
  const centres = shares.map(() => random.normals(inputs).map((value) => apart * value));
  return rowsOf(rows, () => {
    const own = random.pick(shares);
    return flipped(data, random, { x: centres[own].map((value) => value + random.normal()), label: own });
  });
}

/** Rings of radius 1, 2, 3 … round 0, one a class. */
function rings(data, random) {
  return rowsOf(data.rows, () => {
    const label = random.below(data.classes);
    const radius = label + 1 + data.noise * random.normal();
    const angle = random.uniform(0, 2 * Math.PI);
    return { x: [radius * sine(angle), radius * sine(angle + Math.PI / 2)], label };
  });
}

/** Four clouds at (±1, ±1), the class is the product of the signs; `extra` inputs say nothing. */
function xor(data, random) {
  return rowsOf(data.rows, () => {
    const [a, b] = [random.below(2), random.below(2)];
    const near = (bit) => 2 * bit - 1 + data.noise * random.normal();
    return { x: [near(a), near(b), ...random.normals(data.extra ?? 0)], label: a ^ b };
  });
}

/** Bits, ± 1, of which the first `relevant` decide by their parity. */
function parity(data, random) {
  return rowsOf(data.rows, () => {
    const bits = Array.from({ length: data.bits }, () => random.below(2));
    const label = bits.slice(0, data.relevant).reduce((sum, bit) => sum ^ bit, 0);
    return { x: bits.map((bit) => 2 * bit - 1), label };
  });
}

/** Lengths and widths in cm of three kinds of flower, with the means and spreads of Fisher's (1936). */
function flowers(data, random) {
  const kinds = [
    { mean: [5.01, 3.43, 1.46, 0.25], spread: [0.35, 0.38, 0.17, 0.11] },
    { mean: [5.94, 2.77, 4.26, 1.33], spread: [0.52, 0.31, 0.47, 0.2] },
    { mean: [6.59, 2.97, 5.55, 2.03], spread: [0.64, 0.32, 0.55, 0.27] },
  ];
  return rowsOf(data.rows, () => {
    const label = random.below(3);
    const { mean, spread } = kinds[label];
    return { x: mean.map((value, at) => value + spread[at] * random.normal()), label };
  });
}

/** Payments: class 1, with probability `share`, lies `shift` away in the first three of the normal inputs. */
function fraud(data, random) {
  const { rows, inputs, share, shift } = data;
  return rowsOf(rows, () => {
    const label = random.uniform() < share ? 1 : 0;
    return { x: random.normals(inputs).map((value, at) => (label === 1 && at < 3 ? value + shift : value)), label };
  });
}

/** Counts of words: of `length` words in a text, a share `topical` comes from the `own` words of its class, the rest from all. */
function words(data, random) {
  const { rows, vocabulary, classes, length, own, topical } = data;
  return rowsOf(rows, () => {
    const label = random.below(classes);
    const x = new Array(vocabulary).fill(0);
    for (let word = 0; word < length; word++) {
      const common = Math.floor(vocabulary * random.uniform() ** 2);
      x[random.uniform() < topical ? label * own + random.below(own) : common] += 1;
    }
    return flipped(data, random, { x, label });
  });
}

/**
 * Images of size × size pixels from 0 to 1, `border` of them blank on every side but for a rare speck: class 0 has a horizontal
 * stroke, 1 a vertical one, 2 and 3 the diagonals.
 */
function strokes(data, random) {
  const { rows, size, classes, border, noise } = data;
  const inner = size - 2 * border;
  return rowsOf(rows, () => {
    const label = random.below(classes);
    const x = Array.from({ length: size * size }, () => (random.uniform() < 0.002 ? 0.1 : 0));
    const place = random.below(inner);
    for (let row = 0; row < inner; row++)
      for (let column = 0; column < inner; column++) {
        const distance = [row - place, column - place, row - column, row + column - inner + 1][label];
        const ink = distance === 0 ? random.uniform(0.6, 1) : 0;
        x[(row + border) * size + column + border] = Math.min(1, Math.max(0, ink + noise * random.normal()));
      }
    return flipped(data, random, { x, label });
  });
}

/** Class 1 with the probability logistic(strength · w x + offset), |w| = 1: no net can do better than that. */
function chance(data, random) {
  const { rows, inputs, strength, offset = 0 } = data;
  const drawn = random.normals(inputs);
  const length = Math.sqrt(dot(drawn, drawn));
  return rowsOf(rows, () => {
    const x = random.normals(inputs);
    const likely = logistic((strength * dot(drawn, x)) / length + offset);
    return { x, label: random.uniform() < likely ? 1 : 0, chances: [1 - likely, likely] };
  });
}

/** Clicks: a shown item of `items` and a place of four, one-hot; the chance of a click depends on both, a few per cent. */
function clicks(data, random) {
  const { rows, items, offset, strength } = data;
  const effects = [random.normals(items), random.normals(4)];
  return rowsOf(rows, () => {
    const chosen = effects.map((list) => random.below(list.length));
    const x = effects.flatMap((list, at) => list.map((_, index) => (index === chosen[at] ? 1 : 0)));
    const likely = logistic(offset + strength * (effects[0][chosen[0]] + effects[1][chosen[1]]));
    return { x, label: random.uniform() < likely ? 1 : 0, chances: [1 - likely, likely] };
  });
}

/** Labels that have nothing to do with x. */
function guesses(data, random) {
  const { rows, inputs, classes } = data;
  const shares = data.shares ?? Array.from({ length: classes }, () => 1 / classes);
  return rowsOf(rows, () => ({ x: random.normals(inputs), label: random.pick(shares) }));
}

/** By name; how many classes there are where the row does not say. */
export const classifications = {
  clouds: { make: clouds },
  rings: { make: rings },
  xor: { make: xor, classes: 2 },
  parity: { make: parity, classes: 2 },
  flowers: { make: flowers, classes: 3 },
  fraud: { make: fraud, classes: 2 },
  words: { make: words },
  strokes: { make: strokes },
  chance: { make: chance, classes: 2 },
  clicks: { make: clicks, classes: 2 },
  guesses: { make: guesses },
};
