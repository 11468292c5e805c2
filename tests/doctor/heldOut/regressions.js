/**
 * Rows with numbers to predict. A generator takes a row's `data` and Random numbers, and returns the rows of x and of y and, where
 * the noise is known, `truth`: what one would answer who knew everything but the noise.
 */
import { dot, sine } from "./random.js";

/** Rows one by one: `make` gives x and the answer without noise; normal noise of standard deviation `noise` is added. */
function noisy(data, random, make) {
  const { rows, noise = 0 } = data;
  const x = [];
  const y = [];
  const truth = [];
  for (let row = 0; row < rows; row++) {
    const made = make();
    x.push(made.x);
    truth.push(made.y);
    y.push(made.y.map((value) => value + noise * random.normal()));
  }
  return { x, y, truth };
}

/** y = W x, of variance 1 for each output; every `outputs`. */
function linear(data, random) {
  const { inputs, outputs = 1 } = data;
  const weights = Array.from({ length: outputs }, () => {
    const drawn = random.normals(inputs);
    const length = Math.sqrt(dot(drawn, drawn));
    return drawn.map((weight) => weight / length);
  });
  return noisy(data, random, () => {
    const x = random.normals(inputs);
    return { x, y: weights.map((weight) => dot(weight, x)) };
  });
}

/** y = sin(1.5 x₁) + ½ x₂ + ½ x₁ x₂; the other inputs say nothing. */
function surface(data, random) {
  return noisy(data, random, () => {
    const x = random.normals(data.inputs);
    return { x, y: [sine(1.5 * x[0]) + 0.5 * x[1] + 0.5 * x[0] * x[1]] };
  });
}

/** Friedman 1991, the first: 10 sin(π x₁ x₂) + 20 (x₃ − ½)² + 10 x₄ + 5 x₅ of ten uniform inputs. */
function friedman(data, random) {
  return noisy(data, random, () => {
    const x = Array.from({ length: 10 }, () => random.uniform());
    return { x, y: [10 * sine(Math.PI * x[0] * x[1]) + 20 * (x[2] - 0.5) ** 2 + 10 * x[3] + 5 * x[4]] };
  });
}

/** A table of houses: m², rooms, year built, km to the centre, m² of garden; the price in euros. `noise` is in euros too. */
function houses(data, random) {
  return noisy(data, random, () => {
    const area = random.uniform(40, 220);
    const rooms = Math.max(1, Math.round(area / 28 + random.normal()));
    const year = Math.floor(random.uniform(1920, 2022));
    const distance = random.uniform(0.5, 30);
    const garden = random.uniform() < 0.5 ? 0 : random.uniform(50, 900);
    const perMetre = 2500 + 12 * (year - 1970) - 45 * distance;
    return { x: [area, rooms, year, distance, garden], y: [area * perMetre + 8000 * rooms + 90 * garden] };
  });
}

/** Daily temperature (°C), pressure (hPa), humidity (%), wind (m/s): the demand for power in MW, `noise` in MW. */
function demand(data, random) {
  return noisy(data, random, () => {
    const temperature = random.uniform(-8, 34);
    const x = [temperature, 1013 + 9 * random.normal(), random.uniform(25, 98), 6 * random.uniform() ** 2];
    return { x, y: [5200 + 6 * (temperature - 16) ** 2 + 4 * (x[2] - 60) - 35 * x[3]] };
  });
}

/** y = sin(frequency · x), x uniform on ± range. */
function wave(data, random) {
  return noisy(data, random, () => {
    const x = random.uniform(-data.range, data.range);
    return { x: [x], y: [sine(data.frequency * x)] };
  });
}

/** y = xᵖ, x uniform on ± range. */
function power(data, random) {
  return noisy(data, random, () => {
    const x = random.uniform(-data.range, data.range);
    let y = 1;
    for (let k = 0; k < data.exponent; k++) y *= x;
    return { x: [x], y: [y] };
  });
}

/** y = slope · x + offset, x = from … to evenly: a toy table of a few rows, as in a first lesson. */
function line(data) {
  const { rows, from, to, slope, offset } = data;
  const x = Array.from({ length: rows }, (_, row) => [from + ((to - from) * row) / (rows - 1)]);
  return { x, y: x.map(([value]) => [slope * value + offset]) };
}

/** A category of five and one of eight, one-hot, and three numbers; each category has an effect of its own. */
function categories(data, random) {
  const effects = [random.normals(5), random.normals(8)];
  return noisy(data, random, () => {
    const chosen = effects.map((list) => random.below(list.length));
    const hot = effects.flatMap((list, at) => list.map((_, index) => (index === chosen[at] ? 1 : 0)));
    const numbers = random.normals(3);
    const y = effects[0][chosen[0]] + effects[1][chosen[1]] * (numbers[0] > 0 ? 1 : 0.3) + 0.5 * numbers[1];
    return { x: [...hot, ...numbers], y: [y] };
  });
}

/** As surface, but the noise grows with |x₁|: ½ noise + noise |x₁|. */
function uneven(data, random) {
  const { x, truth } = surface({ ...data, noise: 0 }, random);
  const y = truth.map(([value], row) => [value + data.noise * (0.5 + Math.abs(x[row][0])) * random.normal()]);
  return { x, y, truth };
}

/** As linear, but one answer in twenty is off by eight standard deviations of the noise. */
function outliers(data, random) {
  const { x, truth } = linear({ ...data, noise: 0 }, random);
  const y = truth.map(([value]) => [value + data.noise * random.normal() * (random.uniform() < 0.05 ? 8 : 1)]);
  return { x, y, truth };
}

/** Numbers that have nothing to do with x. */
function unrelated(data, random) {
  const { rows, inputs, outputs = 1 } = data;
  const draw = (count) => Array.from({ length: rows }, () => random.normals(count));
  return { x: draw(inputs), y: draw(outputs) };
}

/** Normal inputs, and the same answer `value` everywhere. */
function constant(data, random) {
  const x = Array.from({ length: data.rows }, () => random.normals(data.inputs));
  return { x, y: x.map(() => [data.value]) };
}

/** Prices that walk: x the last `inputs` values of the steps of a random walk, y the next step, `drift` times the last one plus noise 1. */
function steps(data, random) {
  const { inputs, drift } = data;
  let before = random.normals(inputs);
  return noisy({ ...data, noise: 1 }, random, () => {
    const x = before;
    const y = drift * x[inputs - 1];
    before = random.normals(inputs);
    return { x, y: [y] };
  });
}

/** By name. */
export const regressions = {
  ...{ linear, surface, friedman, houses, demand, wave, power, line },
  ...{ categories, uneven, outliers, unrelated, constant, steps },
};
