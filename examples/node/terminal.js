/** What digits.js shows: plain text in a pipe, colours and a passing status line on a terminal. */

const terminal = process.stdout.isTTY === true;
const coloured = terminal && !process.env.NO_COLOR && process.env.TERM !== "dumb";
const paint = (code) => (text) => (coloured ? `\x1b[${code}m${text}\x1b[0m` : text);
export const [bold, dim, red, green, yellow, cyan] = [1, 2, 31, 32, 33, 36].map(paint);

const columns = terminal ? Math.min(Math.max(process.stdout.columns || 80, 80), 100) : 100;
const NAME = 20;
/** Characters for the picture of a net: what the other columns leave. */
const ROOM = Math.min(columns - NAME - 45, 30);
const BAR = 20;

export const percent = (share) => `${(100 * share).toFixed(1)} %`;
export const short = (value) =>
  value !== 0 && (value < 0.01 || value >= 1000) ? value.toExponential(0) : value.toPrecision(2);

/** A line that the next print replaces; nothing in a pipe. */
export function status(share, text) {
  if (!terminal) return;
  const bar = "█".repeat(Math.round(BAR * share)).padEnd(BAR, "░");
  process.stdout.write(`\r\x1b[K${dim(`${bar} ${Math.floor(100 * share)} % · ${text}`)}`);
}

export function print(text = "") {
  if (terminal) process.stdout.write("\r\x1b[K");
  console.log(text);
}

/** One block a layer: █ the net's largest norm, each step down a factor of 10, · below 1e-7 of it, 0 exactly zero. */
function picture(norms) {
  const last = norms.length - 1;
  const shown =
    norms.length <= ROOM
      ? norms
      : Array.from({ length: ROOM }, (_, index) => norms[Math.round((index * last) / (ROOM - 1))]);
  const largest = Math.max(...norms);
  const block = (norm) => {
    if (!Number.isFinite(norm)) return "!";
    if (norm === 0) return "0";
    return "▁▂▃▄▅▆▇█"[7 + Math.round(Math.log10(norm / largest))] ?? "·";
  };
  return shown.map(block).join("");
}

/** What became of a net, in words. */
function verdict({ nan, accuracy, chance }) {
  if (nan !== null) return red(`NaN at step ${nan.step}`);
  if (accuracy <= chance) return red("stuck at chance");
  if (accuracy >= 0.85) return green("trains");
  return yellow(accuracy >= 0.5 ? "trains slowly" : "barely learns");
}

export function heading(title, ...lines) {
  print(`\n${bold(title)}`);
  for (const line of lines) print(dim(line));
  const layers = "‖δ‖ per layer".padEnd(ROOM + 1);
  print(dim(`  ${"net".padEnd(NAME)}${layers}first/last  loss held out  verdict`));
}

export function row(net) {
  const lost = net.nan !== null;
  const cells = [
    `  ${net.name.padEnd(NAME)}`,
    cyan(picture(net.delta).padEnd(ROOM + 1)),
    short(net.ratio).padStart(10),
    (lost ? "–" : net.loss.toFixed(2)).padStart(6),
    (lost ? "–" : percent(net.accuracy)).padStart(9),
    `  ${verdict(net)}`,
  ];
  print(cells.join(""));
  if (lost) print(dim(`  ${"".padEnd(NAME)}tensor "${net.nan.tensor}" of layer ${net.nan.layer + 1} was the first`));
}

export function claimLines({ statement, expected, measured, holds, foreseen }) {
  const alarm = holds !== foreseen;
  const mark = (alarm ? red : holds ? green : yellow)(holds ? "✓" : "✗");
  const outcome = alarm ? red("ALARM: not as expected") : dim(foreseen ? "as expected" : "fails, as expected");
  print(`  ${mark} ${statement}\n    expected ${expected} · measured ${bold(measured)} · ${outcome}`);
}
