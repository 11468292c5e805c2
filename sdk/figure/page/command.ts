import type { ParameterSchema, Result } from "../../experiments/types.js";

/** `weightDecay` → `weight-decay`: a parameter as an option of the command line. */
export function optionName(parameter: string): string {
  return parameter.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A value as the command line reads it: lists without brackets, words without quotes. */
export function valueText(value: unknown): string {
  if (Array.isArray(value) && value.every((item) => typeof item !== "object")) return value.join(",");
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** One word for a shell; quoted when it holds more than harmless characters. */
export function quoted(word: string): string {
  return /^[\w.,:=@/+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The command that measures a result again: every parameter that differs from its default, and the seed. */
export function commandOf({ experiment, parameters, seed, version }: Result, schema?: ParameterSchema): string {
  const changed = Object.entries(parameters).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(schema?.properties[name]?.default),
  );
  const options = changed.map(([name, value]) => {
    const text = valueText(value);
    // Behind "=", because a value that begins with a minus would look like an option.
    return text.startsWith("-") ? quoted(`--${optionName(name)}=${text}`) : `--${optionName(name)} ${quoted(text)}`;
  });
  const named = seed === 0 ? [] : [`--seed ${seed}`];
  return [`npx gradiometer@${version} run ${quoted(experiment)}`, ...options, ...named].join(" ");
}
