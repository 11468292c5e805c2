/** Under which a network says whether a trainer is its own: the same in every copy of the package that a program has. */
export const OWNS = Symbol.for("gradiometer.owns");

/** Whether the trainer is the network's own; of a network that does not say, such as one that wraps another, it is believed. */
export function owns(network: object, trainer: unknown): boolean {
  const member: unknown = OWNS in network ? network[OWNS] : undefined;
  return typeof member !== "function" || member.call(network, trainer) === true;
}
