/** Sizes from a file are looked at before anything is made of them: a short line can ask for more than there is. */
import { GradiometerError } from "../core/errors.js";

/** Beyond these a net is no net that anybody trains here, and making it would take minutes before memory says no. */
const MOST_LAYERS = 10_000;
/** Linear memory of WebAssembly, in float32. */
const MOST_NUMBERS = 2 ** 30;

const whole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;

const tooLarge = (what: string, most: number, came: number): GradiometerError =>
  new GradiometerError("BAD_OPTION", `${what}: expected at most ${most}, but got ${came}`);

/**
 * Refuses what no memory holds; sizes that are none are left to the network's own check.
 *
 * @throws GradiometerError BAD_OPTION
 */
export function checkSize(config: object): void {
  const {
    sizes,
    inputs,
    hidden,
    outputs = 0,
  }: Partial<Record<"sizes" | "inputs" | "hidden" | "outputs", unknown>> = config;
  if (Array.isArray(sizes)) {
    if (sizes.length - 1 > MOST_LAYERS) throw tooLarge("config.sizes: layers", MOST_LAYERS, sizes.length - 1);
    if (!sizes.every(whole)) return;
    const count = sizes.slice(1).reduce((sum, fanOut, index) => sum + (sizes[index]! + 1) * fanOut, 0);
    if (count > MOST_NUMBERS) throw tooLarge("config.sizes: parameters", MOST_NUMBERS, count);
  } else if (whole(inputs) && whole(hidden)) {
    const count = hidden * (inputs + hidden + 1 + (whole(outputs) ? outputs : 0));
    if (count > MOST_NUMBERS) throw tooLarge("config: parameters", MOST_NUMBERS, count);
  }
}
