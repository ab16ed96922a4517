/**
 * No regular expression of ours takes more than time in a straight line with what it goes through: one that tries each way to
 * divide a text among its repetitions is held for minutes by a hundred characters of a hostile file. Those that repeat
 * something without an end before what may be missing begin at the first of them only: `(?<!\/)\/+$`.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type Node, parse } from 'acorn';
import { transform } from 'esbuild';
import { analyse } from 'scslre';
import { filesBelow, readRepositoryFile } from '../../support/repository.ts';

interface Expression {
  readonly source: string;
  readonly flags: string;
}

/** What is wrong with one, in words; empty for one that takes its time in a straight line. */
function faultsOf({ source, flags }: Expression): readonly string[] {
  return analyse({ source, flags }).reports.map(
    ({ exponential }) => `${exponential ? 'exponential' : 'quadratic'}: /${source}/${flags}`,
  );
}

/** All literals in a file of TypeScript. */
async function literalsIn(path: string): Promise<readonly Expression[]> {
  const { code } = await transform(readRepositoryFile(path), { loader: 'ts', target: 'esnext' });
  const found: Expression[] = [];
  const open: unknown[] = [parse(code, { ecmaVersion: 'latest', sourceType: 'module' })];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const { regex } = next as Node & { readonly regex?: { pattern: string; flags: string } };
    if (regex) found.push({ source: regex.pattern, flags: regex.flags });
    open.push(...Object.values(next).filter((value) => typeof value === 'object'));
  }
  return found;
}

/** Loads modules, and prints what `new RegExp` makes meanwhile. */
const RECORD = `
const all = [];
globalThis.RegExp = new Proxy(RegExp, {
  construct(target, given) {
    const made = Reflect.construct(target, given);
    all.push({ source: made.source, flags: made.flags });
    return made;
  },
});
for (const url of process.argv.slice(1)) await import(url);
console.log(JSON.stringify(all));
`;

/** What the modules of the server put together when they are loaded. */
async function madeAtLoading(paths: readonly string[]): Promise<readonly Expression[]> {
  const urls = paths.map((path) => pathToFileURL(path).href);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', RECORD, ...urls],
    { maxBuffer: 2 ** 24 },
  );
  return JSON.parse(stdout);
}

const sources = ['server/src', 'client/src', 'webview/src']
  .flatMap(filesBelow)
  .filter((path) => path.endsWith('.ts'));

describe('regular expressions', () => {
  it('tells those that do not', () => {
    assert.deepEqual(
      ['^(?:a+)+$', '\\s+$', '^.*=.*x', '(?<!\\s)\\s+$', '[^\\n]*\\n?'].map(
        (source) => faultsOf({ source, flags: '' })[0]?.split(':')[0],
      ),
      ['exponential', 'quadratic', 'quadratic', undefined, undefined],
    );
  });

  it('go through a text in a straight line', async () => {
    const all = (await Promise.all(sources.map(literalsIn))).flat();
    assert.ok(all.length > 1_000, 'there are fewer literals than this looks through');
    assert.deepEqual(all.flatMap(faultsOf), []);
  });

  it('do so where a module puts them together', async () => {
    const layers =
      /^server\/src\/(?:text|syntax|invocation|qemu|rules|languages|service|workspace)\/|mentions-qemu/;
    const made = await madeAtLoading(sources.filter((path) => layers.test(path)));
    assert.ok(made.length > 10, 'there are fewer than this looks through');
    assert.deepEqual(made.flatMap(faultsOf), []);
  });
});
