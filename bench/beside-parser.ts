/**
 * What the analysis of scripts costs beside the parser alone, and whether that grows with the length of the
 * script in a straight line.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { forEachChild, parse, type SyntaxNode } from 'unbash';
import { lowerShellScript } from '../server/src/invocation/from-shell.ts';
import { analyze } from '../server/src/service/analysis/analyze.ts';
import { DEFAULT_SETTINGS } from '../server/src/service/settings/settings.ts';
import { readShell } from '../server/src/syntax/shell/reader.ts';
import { denseScript, shellScript } from './generate.ts';
import { median, milliseconds, printTable, straightness } from './statistics.ts';

/** The steps of an analysis, each with all before it, and in front of them the parser. */
export const STEPS: readonly { readonly name: string; readonly run: (text: string) => unknown }[] =
  [
    // The parser reads the parts of a word when somebody asks for them, and nobody does here.
    { name: 'parser', run: (text) => parse(text) },
    // No analysis can do without those: with all of them the parser has done all that it can.
    { name: 'whole tree', run: (text) => visit(parse(text)) },
    { name: 'read', run: (text) => readShell(text) },
    { name: 'follow', run: (text) => lowerShellScript(readShell(text)) },
    {
      name: 'analyze',
      run: (text) => {
        return analyze(
          { text, languageId: 'shellscript', path: '/bench/script' },
          DEFAULT_SETTINGS,
        );
      },
    },
  ];

function visit(node: SyntaxNode): void {
  forEachChild(node, visit);
}

export function measureBesideParser(): void {
  console.log(
    '\nAnalysis beside the parser: each step with all before it, and how often it takes the time',
  );
  console.log(
    'of the parser for its whole tree, with the parts of all words and what is nested in them',
  );
  const documents: readonly (readonly [string, readonly string[]])[] = [
    ['generated, 100 lines', [shellScript(100).text]],
    ['generated, 1000 lines', [shellScript(1000).text]],
    ['dense, 1000 lines', [denseScript(1000).text]],
    ['examples', scriptsIn('../examples/')],
    ['fixtures', scriptsIn('../test/oracle/data/flow/')],
  ];
  const rows = [['', 'KiB', 'parser', 'whole tree', 'read', '', 'follow', '', 'analyze', '']];
  for (const [name, texts] of documents) rows.push([name, ...measureTexts(texts)]);
  printTable(rows);
  console.log('\nAnalysis to 1 MiB; R² is 1 where the time is a straight line over the length');
  for (const [name, generate] of [
    ['generated', shellScript],
    ['dense', denseScript],
  ] as const) {
    console.log(`  ${name.padEnd(10)} ${slope(name, (lines) => generate(lines).text)}`);
  }
}

/** The size of texts, and for each step the time for all of them and how often that is the parser's. */
function measureTexts(texts: readonly string[]): readonly string[] {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  // Until a second or so is over, so that small ones are measured often and the code is compiled.
  const rounds = Math.max(5, Math.min(400, Math.round(4_000_000 / length)));
  const times: number[][] = STEPS.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { run }] of STEPS.entries()) {
      const begin = performance.now();
      for (const text of texts) run(text);
      times[index]?.push(performance.now() - begin);
    }
  }
  const [parser = Number.NaN, whole = Number.NaN, ...others] = times.map(median);
  return [
    `${Math.round(length / 1024)}`,
    milliseconds(parser),
    milliseconds(whole),
    ...others.flatMap((time) => [milliseconds(time), `× ${(time / whole).toFixed(1)}`]),
  ];
}

function scriptsIn(path: string): readonly string[] {
  const folder = new URL(path, import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.sh'));
  return names.map((name) => readFileSync(new URL(name, folder), 'utf8'));
}

/** The times for lengths up to 1 MiB, and what a straight line through them says. */
function slope(name: string, text: (lines: number) => string): string {
  const perLine = text(2000).length / 2000;
  const points = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 3 / 4, 1].map((size) => {
    const document = text(Math.round((size * 2 ** 20) / perLine));
    return { x: document.length / 2 ** 20, y: fastest(name, document) };
  });
  const { slope: perMebibyte, square } = straightness(points);
  const times = points.map(({ y }) => milliseconds(y)).join(', ');
  return `${times}: ${milliseconds(perMebibyte)} for each MiB, R² ${square.toFixed(4)}`;
}

function fastest(name: string, text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run++) {
    const begin = performance.now();
    analyze({ text, languageId: 'shellscript', path: `/bench/${name}` }, DEFAULT_SETTINGS);
    best = Math.min(best, performance.now() - begin);
  }
  return best;
}
