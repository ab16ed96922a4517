/**
 * Whether the time of an analysis grows with the length of the document, and no faster. Each shape is
 * measured at a size and at a quarter of it: a factor near 4 is linear, near 16 quadratic.
 */
import { analyze } from '../server/src/service/analyze.ts';
import { renderFixes } from '../server/src/service/render-fix.ts';
import { DEFAULT_SETTINGS } from '../server/src/service/settings.ts';
import { CONFIG_SHAPES, SHELL_SHAPES, type Shape, XML_SHAPES } from './shapes.ts';
import { milliseconds } from './statistics.ts';

/** Below this a factor says more about the machine than about us. */
const TELLING_MS = 100;
const RUNS = 7;

export function measureGrowth(): void {
  console.log('\nGrowth: analysis and fixes, at a size and at a quarter of it');
  const languages: readonly (readonly [string, readonly Shape[]])[] = [
    ['shellscript', SHELL_SHAPES],
    ['xml', XML_SHAPES],
    ['qemu-config', CONFIG_SHAPES],
  ];
  for (const [languageId, shapes] of languages) {
    printRow([languageId, 'size', 'KiB', 'quarter', 'whole', 'factor', '']);
    for (const shape of shapes) printRow(measureShape(languageId, shape));
  }
}

/** Row by row, since some take their time. */
function printRow([name = '', ...cells]: readonly string[]): void {
  console.log(`  ${name.padEnd(30)} ${cells.map((cell) => cell.padStart(10)).join(' ')}`.trimEnd());
}

function measureShape(languageId: string, { name, size, text }: Shape): readonly string[] {
  // Small ones first, so that the code is compiled.
  for (let run = 0; run < 5; run++) analyzeOnce(languageId, text(Math.ceil(size / 64)));
  const document = text(size);
  const small = fastest(languageId, text(size / 4));
  const large = fastest(languageId, document);
  const factor = large.taken / small.taken;
  const remarks = [
    ...(large.taken > TELLING_MS && factor > 8 ? ['faster than the text'] : []),
    ...large.failures,
  ];
  return [
    name,
    `${size}`,
    `${Math.ceil(document.length / 1024)}`,
    milliseconds(small.taken),
    milliseconds(large.taken),
    factor.toFixed(1),
    `  ${remarks.join('; ').slice(0, 120)}`,
  ];
}

interface Run {
  readonly taken: number;
  readonly failures: readonly string[];
}

function fastest(languageId: string, text: string): Run {
  let best = analyzeOnce(languageId, text);
  // What takes long is not disturbed by much.
  for (let run = 1; run < RUNS && best.taken < 1000; run++) {
    const next = analyzeOnce(languageId, text);
    if (next.taken < best.taken) best = next;
  }
  return best;
}

function analyzeOnce(languageId: string, text: string): Run {
  const begin = performance.now();
  const analysis = analyze({ text, languageId, path: '/bench/document' }, DEFAULT_SETTINGS);
  // As the server does: where nothing is found, nobody asks for fixes.
  if (analysis.findings.length > 0) renderFixes(analysis, DEFAULT_SETTINGS);
  return { taken: performance.now() - begin, failures: analysis.failures };
}
