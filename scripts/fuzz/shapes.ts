/**
 * Makes long texts of pieces of short documents, each again and again, one behind the other or one in the other, and asks
 * whether one of them takes more than it may: `--seconds` of CPU time for a text of `--kb`, or `--heap` MiB, until `--cases` are
 * done. The same `--seed` makes the same texts; `--case N` tries one of them alone, and `--keep FILE` writes it down. Exits with
 * 1 after a text that took more. What it finds, made small, is a shape in `bench/shapes.ts`.
 */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { corpus } from '../../test/mutation/corpus.ts';
import { HOSTS } from '../../test/mutation/hosts.ts';
import { type Draw, drawFrom, mutated } from '../../test/mutation/mutate.ts';
import { FUZZ_OPTIONS, finish, rangeOf, showText } from './fuzzing.ts';
import type { LongText, StepTimes } from './shape-worker.ts';

const { values } = parseArgs({
  options: {
    ...FUZZ_OPTIONS,
    kb: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '1' },
    heap: { type: 'string', default: '600' },
    keep: { type: 'string' },
  },
});

/** What begins and what ends something that others may stand in; `%` is a number. */
const AROUND: readonly (readonly [string, string])[] = [
  ...([
    ['(', ')'],
    ['[', ']'],
    ['{', '}'],
    ['"', '"'],
    ["'", "'"],
    ['`', '`'],
  ] as const),
  ...([
    ['$(', ')'],
    ['${x:-', '}'],
    ['$((', '))'],
    ['<(', ')'],
    ['<a>', '</a>'],
  ] as const),
  ...([
    ['if a; then\n', '\nfi\n'],
    ['for n in a b; do\n', '\ndone\n'],
  ] as const),
  ...([
    ['case $x in\na) ', ';;\nesac\n'],
    ['f%() {\n', '\n}\n'],
    ['cat <<E%\n', '\nE%\n'],
  ] as const),
  ...([
    ['bash -c "', '"\n'],
    ["ssh h '", "'\n"],
    ['eval "', '"\n'],
  ] as const),
  ...([
    ['ifdef X\n', '\nendif\n'],
    ['define f%\n', '\nendef\n'],
    ['$(call f,', ')'],
  ] as const),
  ...([
    ['```sh\n', '\n```\n'],
    ['- run: |\n    ', '\n'],
    ['if x:\n  ', '\n'],
  ] as const),
];
const BETWEEN = ['\n', '\n', '\n', ' ', ';', ' | ', ' && ', ' \\\n', ','];
/** How much is shown of a text. */
const SHOWN = 400;
/** What a step may take at all, in milliseconds. */
const PATIENCE = 20_000;

const seeds = corpus();

function longText(draw: Draw): LongText {
  const length = 1000 * Number(values.kb);
  const { ending, text: first } = mutated(seeds, draw);
  const own = seeds.filter((seed) => seed.ending === ending);
  const piece = (): string => numbered(part(mutated(own, draw).text, draw), draw);
  const head = draw(3) === 0 ? '' : `${piece()}\n`;
  const tail = draw(3) === 0 ? '' : `\n${first}`;
  const unit = Array.from({ length: 1 + draw(3) }, piece).join(BETWEEN[draw(BETWEEN.length)]);
  const text = draw(5) === 0 ? nested(unit, length, draw) : repeated(unit, length, draw);
  const { languageId = '', path = '' } = HOSTS.get(ending) ?? {};
  return { languageId, path, text: head + text.slice(0, length) + tail };
}

/** Some lines or words of a text, or all of it. */
function part(text: string, draw: Draw): string {
  const pieces = draw(2) === 0 ? text.split(/(?<=\n)/) : text.split(/(?<=[\s;|&(){}"'`$=,:])/);
  const start = draw(pieces.length);
  return draw(4) === 0 ? text : pieces.slice(start, start + 1 + draw(8)).join('');
}

/** A text of which one name, or all that are the same, get a number. */
function numbered(text: string, draw: Draw): string {
  const names = text.match(/[A-Za-z_]\w*|\d+/g) ?? [];
  const name = names[draw(names.length)];
  if (name === undefined || draw(2) === 0) return text;
  return draw(2) === 0 ? text.replace(name, `${name}%`) : text.replaceAll(name, `${name}%`);
}

function counted(text: string, number: number): string {
  return text.replaceAll('%', String(number));
}

function repeated(unit: string, length: number, draw: Draw): string {
  const between = BETWEEN[draw(BETWEEN.length)] ?? '';
  const [start, end] = draw(3) === 0 ? (AROUND[draw(AROUND.length)] ?? ['', '']) : ['', ''];
  let text = '';
  for (let number = 0; text.length < length; number++)
    text += counted(start + unit + end, number) + between;
  return text;
}

/** Each in the one before, and some of these one behind the other where they are not deep. */
function nested(unit: string, length: number, draw: Draw): string {
  const [start, end] = AROUND[draw(AROUND.length)] ?? ['', ''];
  const opening = draw(2) === 0 ? start : start + unit;
  const most = Math.max(1, Math.floor(length / (opening.length + end.length)));
  const depth = draw(3) === 0 ? Math.min(most, 3 + draw(40)) : most;
  const numbers = Array.from({ length: depth }, (_, number) => number);
  const all = numbers.map((number) => counted(opening, number)).join('');
  const whole =
    all +
    unit +
    numbers
      .reverse()
      .map((number) => counted(end, number))
      .join('');
  return `${whole}\n`.repeat(Math.max(1, Math.floor(length / whole.length)));
}

/** A thread that looks at texts. One that is late, or has no room left, is ended, and another one goes on. */
function looker() {
  let worker: Worker | undefined;
  return {
    /** What a text takes, or what went wrong. */
    async look(source: LongText): Promise<StepTimes | string> {
      try {
        if (worker === undefined) {
          const file = new URL('./shape-worker.ts', import.meta.url);
          worker = new Worker(file, {
            resourceLimits: { maxOldGenerationSizeMb: Number(values.heap) },
          });
          await once(worker, 'message');
        }
        worker.postMessage(source);
        const [times] = await once(worker, 'message', { signal: AbortSignal.timeout(PATIENCE) });
        return times;
      } catch (error) {
        await worker?.terminate();
        worker = undefined;
        return String(error);
      }
    },
    end: async () => void (await worker?.terminate()),
  };
}

const range = rangeOf(values);
const { look, end } = looker();

/** Whether a text takes too long, which is asked twice, since others may have the machine for a while. */
async function tooMuch(source: LongText): Promise<string | undefined> {
  let times: StepTimes | string = {};
  for (let turn = 0; turn < 2; turn++) {
    times = await look(source);
    if (typeof times === 'string') return times;
    if (Math.max(...Object.values(times)) <= Number(values.seconds)) return undefined;
  }
  return JSON.stringify(times);
}

let texts = 0;
let slow = 0;
for (; texts < range.count && slow < range.limit; texts++) {
  const index = range.first + texts;
  const source = longText(drawFrom(Math.imul(range.seed, 0x9e3779b1) + index));
  if (values.keep !== undefined) writeFileSync(values.keep, source.text);
  const trouble = await tooMuch(source);
  if (trouble === undefined) continue;
  slow++;
  console.log(`case ${index} (${source.languageId}): ${trouble}`);
  showText(source.text.slice(0, SHOWN));
}
await end();
finish(range, { texts }, slow);
