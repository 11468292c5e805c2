import { nextState, type OracleRnn, type OracleState } from "./rnnOracle.js";

/** (h, c) as a list: h alone where there is no cell beside it. */
const flat = (net: OracleRnn, { h, c }: OracleState): number[] => (net.cell === "lstm" ? [...h, ...c] : h);

/** The states of one sequence before step 1 and behind every step. */
export function statesOf(net: OracleRnn, x: Float64Array, time: number): OracleState[] {
  const zeros = new Array<number>(net.hidden).fill(0);
  const states: OracleState[] = [{ h: zeros, c: zeros }];
  for (let t = 0; t < time; t++)
    states.push(nextState(net, x.subarray(t * net.inputs, (t + 1) * net.inputs), states[t]!));
  return states;
}

/** ∂(h, c)_t/∂(h, c)_{t−1}, row by row, by differences of order h⁴. */
export function stateJacobian(net: OracleRnn, x: Float64Array, state: OracleState, h = 1e-3): number[][] {
  const { hidden } = net;
  const own = flat(net, state);
  const at = (values: readonly number[]) =>
    flat(
      net,
      nextState(net, x, { h: values.slice(0, hidden), c: net.cell === "lstm" ? values.slice(hidden) : state.c }),
    );
  const columns = own.map((_, j) => {
    const moved = (by: number) => at(own.map((value, i) => (i === j ? value + by : value)));
    const [near, far] = [1, 2].map((n) => {
      const [above, below] = [moved(n * h), moved(-n * h)];
      return above.map((value, i) => (value - below[i]!) / (2 * n * h));
    });
    return near!.map((value, i) => (4 * value - far![i]!) / 3);
  });
  return own.map((_, i) => columns.map((column) => column[i]!));
}
