/**
 * Each test file works in a process of its own: what it needs of VS Code it has put in its place itself, and it
 * imports nothing that is the start of a program, which ends the process or waits for orders.
 */
import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { describe, it } from 'node:test';
import { earlyImportsOf, importsOf, withoutTypeImports } from '../../support/imports.ts';
import { filesBelow, isInRepository, readRepositoryFile } from '../../support/repository.ts';

const STAND_IN = 'test/support/vscode-words.ts';

/** VS Code begins here, and the file does nothing until it is told to. */
const ACTIVATED = 'client/src/extension.ts';

const PROGRAMS = [...readRepositoryFile('esbuild.mjs').matchAll(/'([\w/-]+\/src\/[\w/-]+\.ts)'/g)]
  .flatMap(([, path = '']) => path)
  .filter((path) => path !== ACTIVATED && isInRepository(path));

const TESTS = filesBelow('test').filter((path) => path.endsWith('.test.ts'));

/** What each file imports before its first line runs, and what it imports at any time. */
const EARLY = graphOf(earlyImportsOf);
const ALL = graphOf((source) => importsOf(withoutTypeImports(source)));

describe('a test file', () => {
  it('starts no program by importing it', () => {
    assert.ok(PROGRAMS.length >= 4);
    const starting = TESTS.flatMap((file) => {
      const reached = reachedFrom(file, ALL);
      return PROGRAMS.filter((path) => reached.has(path)).map((path) => `${file} imports ${path}`);
    });
    assert.deepEqual(starting, []);
  });

  it('has VS Code only behind what stands in for it', () => {
    const bare = TESTS.filter((file) => {
      const early = reachedFrom(file, EARLY);
      const isLate = early.has(STAND_IN) && !early.has('vscode');
      return reachedFrom(file, ALL).has('vscode') && !isLate;
    });
    assert.deepEqual(bare, [], `import ${STAND_IN}, and then the file by await import(…)`);
  });
});

/** What is imported by each file, and by those that it imports; files by their paths from the root. */
function graphOf(importsIn: (source: string) => readonly string[]) {
  const graph = new Map<string, readonly string[]>();
  const add = (file: string): void => {
    if (graph.has(file) || !file.endsWith('.ts')) return;
    const targets = importsIn(readRepositoryFile(file)).map((target) =>
      target.startsWith('.') ? posix.join(posix.dirname(file), target) : target,
    );
    graph.set(file, targets);
    targets.filter(isInRepository).forEach(add);
  };
  TESTS.forEach(add);
  return graph;
}

/** The files and packages that a file brings in. */
function reachedFrom(
  file: string,
  graph: ReadonlyMap<string, readonly string[]>,
  reached = new Set<string>(),
): ReadonlySet<string> {
  for (const target of graph.get(file) ?? []) {
    if (reached.has(target)) continue;
    reached.add(target);
    reachedFrom(target, graph, reached);
  }
  return reached;
}
