/** Sequences: a generator returns x as [row][time][input], and the rows of y (or labels), `truth` and `chances` as the others. */

/** Normal numbers; y is the one that came `lag` steps before the last. */
function delay(data, random) {
  const { rows, time, lag, noise = 0 } = data;
  const x = Array.from({ length: rows }, () => random.normals(time).map((value) => [value]));
  const truth = x.map((row) => [...row[time - 1 - lag]]);
  return { x, y: truth.map(([value]) => [value + noise * random.normal()]), truth };
}

/** An autoregressive series s_t = φ s_{t−1} + normal noise, of variance 1; y is the value that follows. */
function series(data, random) {
  const { rows, time, memory } = data;
  const noise = Math.sqrt(1 - memory * memory);
  const next = (value) => memory * value + noise * random.normal();
  const x = Array.from({ length: rows }, () => {
    const row = [[random.normal()]];
    while (row.length < time) row.push([next(row[row.length - 1][0])]);
    return row;
  });
  const truth = x.map((row) => [memory * row[time - 1][0]]);
  return { x, y: truth.map(([value]) => [value + noise * random.normal()]), truth };
}

/** Normal numbers; the class says whether their sum is above 0; `flip`: share of wrong labels. */
function total(data, random) {
  const { rows, time, flip = 0 } = data;
  const x = Array.from({ length: rows }, () => random.normals(time).map((value) => [value]));
  const own = x.map((row) => (row.reduce((sum, [value]) => sum + value, 0) > 0 ? 1 : 0));
  const labels = own.map((label) => (random.uniform() < flip ? 1 - label : label));
  const chances =
    flip === 0 ? {} : { chances: own.map((label) => (label === 1 ? [flip, 1 - flip] : [1 - flip, flip])) };
  return { x, labels, ...chances };
}

/** Normal numbers; the class, `classes` of them, has nothing to do with them. */
function tossed(data, random) {
  const x = Array.from({ length: data.rows }, () => random.normals(data.time).map((value) => [value]));
  return { x, labels: x.map(() => random.below(data.classes)) };
}

/** By name; how many classes there are where the row does not say. */
export const sequences = {
  delay: { make: delay },
  series: { make: series },
  total: { make: total, classes: 2 },
  tossed: { make: tossed },
};
