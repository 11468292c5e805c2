/** What the harness asks of a runtime, by name; the answer is JSON. */
import { load } from "gradiometer";
import { type Leg, trainOn } from "./checkpoint.js";
import { firstStep } from "./firstStep.js";
import { inferences } from "./inferences.js";
import { requestOfTheEdge, stepTime } from "./edge.js";
import { suite } from "./suite.js";

const PROGRAMS = {
  suite: () => suite(load),
  firstStep: () => firstStep(load),
  inferences: (input: unknown) => inferences(load, input as number),
  checkpoint: (input: unknown) => trainOn(load, input as Leg),
  edge: (input: unknown) => requestOfTheEdge(load, input === "hash"),
  stepTime: () => stepTime(load),
};

export interface Request {
  program: keyof typeof PROGRAMS;
  input?: unknown;
}

export function main({ program, input }: Request): Promise<unknown> {
  return PROGRAMS[program](input);
}
