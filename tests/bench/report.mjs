// What was measured, for a reader: on the terminal, and in BENCHMARKS.md.
import { readFile, writeFile } from "node:fs/promises";

const number = (x) => (x === null || x === undefined ? "–" : Math.abs(x) >= 100 ? x.toFixed(0) : Math.abs(x) >= 1 ? x.toFixed(2) : x.toPrecision(2));
const peers = ({ peers }) =>
  Object.entries(peers)
    .map(([name, { ms, cannot, dispatchWorkgroups }]) => `${name} ${cannot ? "cannot" : dispatchWorkgroups ? `${dispatchWorkgroups} dispatches` : number(ms)}`)
    .join(", ");
const interval = ({ interval }) => (interval ? `[${number(interval[0])}, ${number(interval[1])}]` : "");
const cells = (row) => [row.row, number(row.ours), peers(row), number(row.ratio), interval(row), number(row.bar), row.meets ? "yes" : "no"];
const HEAD = ["row", "ours", "peers", "ratio", "95 %", "bar", "meets"];

/** The table as text, notes below their rows. */
export function table({ rows, machine, method }) {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const text = lines.map((line) => line.map((cell, i) => cell.padEnd(widths[i])).join("  ").trimEnd());
  const noted = text.flatMap((line, i) => (i > 0 && rows[i - 1].note ? [line, `    ${rows[i - 1].note}`] : [line]));
  return [...noted, "", machine, method, `${rows.filter(({ meets }) => meets).length} of ${rows.length} rows meet their bar`].join("\n");
}

const FROM = "<!-- bench: written by cargo xtask bench -->";
const TO = "<!-- bench: end -->";

/** Puts the table between its marks in a Markdown file; everything else stays. */
export async function write(path, { rows, machine, method, date }) {
  const text = await readFile(path, "utf8");
  const [from, to] = [text.indexOf(FROM), text.indexOf(TO)];
  if (from < 0 || to < from) throw new Error(`${path} has no place for the table: ${FROM} … ${TO}`);
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const noted = (row) => line([...cells(row), row.note]);
  const lines = [line([...HEAD, "note"]), "| --- | ---: | --- | ---: | --- | ---: | --- | --- |", ...rows.map(noted)];
  const body = [FROM, "", `${date}. ${machine}. ${method}.`, "", ...lines, "", TO].join("\n");
  await writeFile(path, text.slice(0, from) + body + text.slice(to + TO.length));
}
