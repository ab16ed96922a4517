/**
 * Cases of a shell's own test suite. A chosen command is replaced by a QEMU wherever it is written, and
 * each of these places by another path, so that a recording says which of them was run. What the command
 * would have done is of no interest: the shell and our reading get the same text.
 */

export interface Site {
  /** The line of the suite's file, counted from 1. */
  readonly line: number;
  /** Where its path stands in the script. */
  readonly start: number;
  readonly end: number;
}

export interface SuiteCase {
  readonly file: string;
  /** What the suite calls it; empty where a file is one case. */
  readonly title: string;
  readonly script: string;
  readonly sites: readonly Site[];
}

export interface Cut {
  readonly title: string;
  readonly text: string;
  /** The line of the file with which it begins, counted from 1. */
  readonly line: number;
}

/** The cases of a file: all of it, or what follows each line with the mark, which ends in the title. */
export function cutCases(text: string, mark: string | undefined): readonly Cut[] {
  if (mark === undefined) return [{ title: '', text, line: 1 }];
  const cuts: { title: string; lines: string[]; line: number }[] = [];
  let expecting = false;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith(`${mark} `)) {
      cuts.push({ title: line.slice(mark.length + 1), lines: [], line: index + 2 });
      expecting = false;
      continue;
    }
    // Oils writes down what a case must print between such lines: `## OK dash STDOUT:`, `## END`.
    if (/^## .*(?:STDOUT|STDERR):\s*$/.test(line)) expecting = true;
    const said = expecting || line.startsWith('## ');
    if (line.startsWith('## END')) expecting = false;
    // Lines keep their numbers.
    cuts.at(-1)?.lines.push(said ? '' : line);
  }
  return cuts.map(({ title, lines, line }) => ({ title, text: `${lines.join('\n')}\n`, line }));
}

/** A case with a QEMU in the place of the command; undefined if nothing mentions that. */
export function suiteCase(
  { title, text, line }: Cut,
  file: string,
  options: { readonly command: string; readonly shell: string; readonly folder: string },
): SuiteCase | undefined {
  const { command, shell, folder } = options;
  const first = text.startsWith('#!') ? '' : `#!/bin/${shell}\n`;
  const sites: Site[] = [];
  let script = first;
  let from = 0;
  for (const at of placesOf(text, command)) {
    script += text.slice(from, at);
    const start = script.length;
    script += `${folder}/${sites.length}/qemu-system-x86_64`;
    from = at + command.length;
    const before = text.slice(0, at).split('\n').length - 1;
    sites.push({ line: line + before, start, end: script.length });
  }
  script += text.slice(from);
  return sites.length === 0 ? undefined : { file, title, script, sites };
}

/** Where the command stands as a word, in whatever quotes: not as a part of a longer name, nor assigned to. */
function placesOf(text: string, command: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(command); at !== -1; at = text.indexOf(command, at + 1)) {
    const before = text.charAt(at - 1);
    const after = text.charAt(at + command.length);
    if (!/[\w./$\\-]/.test(before) && !/[\w./=(+-]/.test(after)) places.push(at);
  }
  return places;
}
