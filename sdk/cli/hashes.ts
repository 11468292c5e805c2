import { published, reproduce } from "../hashes/index.js";
import { EXIT, type Register } from "./command.js";
import { progressView } from "./terminal/progress.js";
import { tableText } from "./terminal/table.js";

/** `gradiometer hashes`: whether this engine comes to the bits that were published. */
export const registerHashes: Register = (program, context) => {
  const { out, error } = context;
  program
    .command("hashes")
    .description("Trains the networks with published hashes, and compares the hashes.")
    .addHelpText("after", "\nExit code: 0 all hashes the same, 1 a hash differs. The list is gradiometer/hashes.json.")
    .action(async () => {
      const lab = await context.load();
      const view = progressView(error);
      const same: boolean[] = [];
      try {
        for (const [done, entry] of published.entries()) {
          view.update({ done, total: published.length, label: entry.name });
          same.push((await reproduce(lab, entry)) === entry.hash);
        }
      } finally {
        view.stop();
      }
      const { text } = tableText(
        [
          { header: "", cells: same.map((one) => (one ? "same" : "OTHER")), align: "left" },
          { header: "trained network", cells: published.map(({ name }) => name), align: "left" },
          { header: "SHA-256", cells: published.map(({ hash }) => `${hash.slice(0, 12)}…`), align: "left" },
        ],
        out,
        "  ",
      );
      const others = same.filter((one) => !one).length;
      const { green, red } = out.colors;
      const verdict =
        others === 0
          ? green(`All ${same.length} hashes are the same.`)
          : red(`ALARM: ${others} of ${same.length} differ.`);
      out.write(`${text}\n\n${verdict}\n`);
      if (others > 0) process.exitCode = EXIT.alarm;
    });
};
