import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseNet } from "gradiometer/doctor";
import { describe, expect, it } from "vitest";

const newcomer = fileURLToPath(new URL("newcomer/", import.meta.url));

describe("nets as newcomers write them", () => {
  it.each([
    ["bad-ReLU", '"relu"'],
    ["bad-acts", "a list of 2"],
    ["bad-batchnorm", '"norm": "batch"'],
    ["bad-classweight", "balanced classes"],
    ["bad-decay", '"weightDecay"'],
    ["bad-dropout", "there is no dropout"],
    ["bad-init-random", '"kind": "normal"'],
    ["bad-l1", '"weightDecay"'],
    ["bad-layers", '"sizes"'],
    ["bad-loss-cce", '"cross-entropy"'],
    ["bad-loss-mse", '"mean-squared-error"'],
    ["bad-lr", '"learningRate"'],
    ["bad-lstm", '"cell": "lstm"'],
    ["bad-no-epochs", '"epochs"'],
    ["bad-opt-Adam", '"adam"'],
    ["bad-opt-string", '{ "kind": "adam", "learningRate": 0.01 }'],
    ["bad-per-layer-init", "one for all layers"],
    ["bad-rnn2", "one recurrent layer"],
    ["bad-softmax", "inside"],
    ["bad-valsplit", '"holdout"'],
  ])("%s gets the right word", (name, message) => {
    expect(() => parseNet(readFileSync(`${newcomer}${name}.json`, "utf8"), name)).toThrow(message);
  });

  it("comments, trailing commas and a missing name are no faults", () => {
    for (const name of ["bad-comment", "bad-trailing", "bad-noname"])
      expect(parseNet(readFileSync(`${newcomer}${name}.json`, "utf8"), name).config).toEqual({
        sizes: [4, 8, 3],
        ...(name === "bad-noname" && { activation: "tanh" }),
      });
    expect(parseNet('{"name":"a // b","config":{"sizes":[1,1]},"training":{"epochs":1}}').name).toBe("a // b");
  });
});
