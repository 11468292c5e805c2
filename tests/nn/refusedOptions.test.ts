/** Options that a network or a trainer refuses, each with its code and the word or number that is allowed. */
import { load } from "gradiometer";
import { expect, it } from "vitest";

const lab = await load();

const SGD = { kind: "sgd", learningRate: 0.1 };
const trained = (training: object) => () => {
  using network = lab.mlp({ sizes: [2, 3, 3, 1] });
  return network.trainer({ loss: "mean-squared-error", optimizer: SGD, ...training } as never);
};
const made = (config: object) => () => {
  using network = lab.mlp({ sizes: [2, 3, 3, 1], ...config });
  return network;
};

it.each<[string, () => unknown, string, RegExp]>([
  ["a clip of another kind", trained({ clip: { kind: "size", limit: 1 } }), "BAD_OPTION", /^clip\.kind: expected "value" or "norm", but got "size"/],
  ["a clip at 0", trained({ clip: { kind: "norm", limit: 0 } }), "BAD_OPTION", /^clip\.limit: expected a float32 number > 0/],
  ["a clip that float32 makes 0", trained({ clip: { kind: "norm", limit: 1e-60 } }), "BAD_OPTION", /^clip\.limit/],
  ["Nesterov without momentum", trained({ optimizer: { ...SGD, nesterov: true } }), "BAD_OPTION", /^optimizer\.nesterov: needs a momentum > 0/],
  ["a momentum of 1", trained({ optimizer: { ...SGD, momentum: 1 } }), "BAD_OPTION", /^optimizer\.momentum: expected .*0 ≤ momentum < 1/],
  ["a negative decay", trained({ optimizer: { ...SGD, weightDecay: -1e-9 } }), "BAD_OPTION", /^optimizer\.weightDecay/],
  ["a skip of another word", made({ skip: "residual" }), "BAD_OPTION", /^skip: expected "none", "identity", "scaled" or \{ gain \}, but got "residual"/],
  ["a skip's gain beyond 1e30", made({ skip: { gain: -1.0001e30 } }), "BAD_OPTION", /^skip\.gain: expected a number from −1e30 to 1e30/],
  ["skips of different widths", made({ sizes: [2, 3, 4, 1], skip: "identity" }), "BAD_OPTION", /^skip: "identity" needs two neighbouring hidden layers/],
])("%s", (_, call, code, message) => {
  expect(call).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) as string }));
}); // prettier-ignore

it("what stands at the bound is taken", () => {
  for (const call of [
    trained({ clip: { kind: "value", limit: 1e-44 } }),
    trained({ optimizer: { ...SGD, momentum: 0, nesterov: false, weightDecay: 0 } }),
    trained({ optimizer: { ...SGD, momentum: 0.999, nesterov: true } }),
    made({ skip: { gain: -1e30 } }),
    made({ skip: { gain: 1e30 } }),
  ])
    expect(call).not.toThrow();
});
