import { SHAPES, textOfLength } from '../bench/shapes.ts';
import { analyzeText } from './support/check.ts';

const shape = SHAPES.find(({ name }) => name === process.argv[2]);
const text = textOfLength(shape as never, Number(process.argv[3] ?? 100) * 1024);
const c = process.cpuUsage();
const a = analyzeText(text as string);
const d = process.cpuUsage(c);
console.log(
  process.argv[2],
  a.findings.length,
  a.machines.length,
  ((d.user + d.system) / 1e6).toFixed(2),
);
