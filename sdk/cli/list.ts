import { experiments } from "../experiments/index.js";
import { optionName } from "../figure/page/command.js";
import type { Register } from "./command.js";
import { heading, paragraph } from "./terminal/screen.js";

/** `gradiometer list`: what can be measured. */
export const registerList: Register = (program, { out }) => {
  program
    .command("list")
    .description("Lists the experiments: question, number of claims, parameters.")
    .action(() => {
      const { colors } = out;
      for (const { id, title, question, claims, parameters } of experiments) {
        const options = Object.keys(parameters.properties).map((parameter) => `--${optionName(parameter)}`);
        const facts = [`${claims.length} claims`, ...(options.length > 0 ? [options.join(" ")] : [])].join(" · ");
        out.write(`${heading(id, title, out)}\n`);
        out.write(`${paragraph(question, out.columns, "  ")}\n`);
        out.write(`${colors.dim(paragraph(facts, out.columns, "  "))}\n\n`);
      }
      const how = "To run one: gradiometer run <experiment>. To see its options: gradiometer run <experiment> --help";
      out.write(`${paragraph(how, out.columns)}\n`);
    });
};
