/**
 * What a chain of element-wise nodes computes of one value "•", in a form in which equal things are equal: products and sums are
 * flat and ordered, quotients are products with an inverse, and constants are gathered. So every way of writing GELU is one text.
 */
export type Expression = Leaf | number | Vector | Call;
type Leaf = "•";
/** A constant with a number per unit; each has its own id. */
interface Vector {
  readonly vector: number;
}
interface Call {
  readonly op: string;
  readonly parts: readonly Expression[];
  readonly size: number;
}

/** A chain longer than this is no activation and no norm. */
const MOST_PARTS = 64;

const isCall = (value: Expression): value is Call => typeof value === "object" && "op" in value;
const sizeOf = (value: Expression): number => (isCall(value) ? value.size : 1);

/** The text of an expression, # for every number; the numbers in the same order. */
export function textOf(value: Expression, numbers: number[] = []): string {
  if (value === "•") return value;
  if (typeof value === "number") {
    numbers.push(value);
    return "#";
  }
  if (!isCall(value)) return `v${value.vector}`;
  return `${value.op}(${value.parts.map((part) => textOf(part, numbers)).join()})`;
}

function made(op: string, parts: readonly Expression[]): Expression | null {
  const size = parts.reduce<number>((sum, part) => sum + sizeOf(part), 1);
  return size > MOST_PARTS ? null : { op, parts, size };
}

/** A product or sum: nested ones are opened, numbers become one, and the order is that of the texts. */
function gathered(op: "Mul" | "Add", given: readonly Expression[]): Expression | null {
  const [unit, join] = op === "Mul" ? [1, (a: number, b: number) => a * b] : [0, (a: number, b: number) => a + b];
  let constant: number = unit;
  const rest: Expression[] = [];
  for (const part of given.flatMap((one) => (isCall(one) && one.op === op ? one.parts : [one]))) {
    if (typeof part === "number") constant = join(constant, part);
    else rest.push(part);
  }
  const texts = new Map(rest.map((part) => [part, textOf(part)]));
  rest.sort((a, b) => (texts.get(a)! < texts.get(b)! ? -1 : texts.get(a)! > texts.get(b)! ? 1 : 0));
  const parts = constant === unit ? rest : [constant, ...rest];
  return parts.length === 0 ? unit : parts.length === 1 ? parts[0]! : made(op, parts);
}

const inverse = (value: Expression): Expression | null =>
  typeof value === "number" ? 1 / value : made("Inverse", [value]);

/** The expression of one node; null when it is too long to be one of ours. */
export function call(op: string, parts: readonly Expression[]): Expression | null {
  const [a, b] = parts;
  if (op === "Mul" || op === "Add") return gathered(op, parts);
  if (op === "Reciprocal") return inverse(a!);
  if (op === "Div") {
    const under = inverse(b!);
    return under === null ? null : gathered("Mul", [a!, under]);
  }
  if (op === "Sub" && typeof b === "number") return gathered("Add", [a!, -b]);
  if (op === "Pow") return b === 2 ? gathered("Mul", [a!, a!]) : made(op, parts);
  return made(op, parts);
}

/** The expression with `inner` in place of •. */
export function within(outer: Expression, inner: Expression): Expression | null {
  if (outer === "•") return inner;
  if (!isCall(outer)) return outer;
  const parts: Expression[] = [];
  for (const part of outer.parts) {
    const put = within(part, inner);
    if (put === null) return null;
    parts.push(put);
  }
  return call(outer.op, parts);
}
