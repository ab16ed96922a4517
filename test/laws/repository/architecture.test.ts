/**
 * The layers of docs/architecture.md as a table, and every import of the sources held against it. A new
 * edge between layers is a change of this table, to be discussed as one.
 */
import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { describe, it } from 'node:test';
import { transform } from 'esbuild';
import { splitWords } from '../../../server/src/text/split-words.ts';
import { importsOf, withoutTypeImports } from '../../support/imports.ts';
import { headings, tableRows } from '../../support/markdown.ts';
import { filesBelow, readManifest, readRepositoryFile } from '../../support/repository.ts';

interface Layer {
  readonly name: string;
  readonly folder: string;
  /** Other layers whose files it may import. */
  readonly layers: readonly string[];
  /** Packages it may import; `node:` stands for all of Node's own modules. */
  readonly packages: readonly string[];
}

/** What makes sentences for people: they say them through this, so that they can be in another language. */
const SENTENCES = '@vscode/l10n';

/** In the order of the arrows: a layer imports from those above it, never from one below. */
const LAYERS: readonly Layer[] = [
  { name: 'text', folder: 'server/src/text', layers: [], packages: [] },
  { name: 'syntax', folder: 'server/src/syntax', layers: ['text'], packages: [] },
  {
    name: 'invocation',
    folder: 'server/src/invocation',
    layers: ['text', 'syntax'],
    packages: [],
  },
  {
    name: 'qemu',
    folder: 'server/src/qemu',
    layers: ['text', 'invocation'],
    packages: [SENTENCES],
  },
  { name: 'rules', folder: 'server/src/rules', layers: ['text', 'qemu'], packages: [SENTENCES] },
  {
    name: 'languages',
    folder: 'server/src/languages',
    layers: ['text', 'syntax', 'invocation', 'qemu'],
    packages: [],
  },
  {
    name: 'service',
    folder: 'server/src/service',
    layers: ['text', 'syntax', 'invocation', 'qemu', 'rules', 'languages'],
    packages: [SENTENCES],
  },
  {
    name: 'workspace',
    folder: 'server/src/workspace',
    layers: ['text', 'languages', 'service'],
    // A text with lines, which has nothing of the protocol but its name; Node's modules are for disk/ alone.
    packages: [SENTENCES, 'vscode-languageserver-textdocument', 'node:'],
  },
  {
    name: 'lsp',
    folder: 'server/src/lsp',
    layers: ['text', 'languages', 'service', 'workspace'],
    packages: [
      SENTENCES,
      'vscode-languageserver',
      'vscode-languageserver/browser',
      'vscode-languageserver-textdocument',
      'node:',
    ],
  },
  {
    name: 'cli',
    folder: 'server/src/cli',
    layers: ['text', 'languages', 'service', 'workspace'],
    packages: ['vscode-languageserver-textdocument', 'node:'],
  },
  { name: 'webview', folder: 'webview/src', layers: [], packages: [] },
  {
    name: 'client',
    folder: 'client/src',
    layers: ['webview'],
    packages: splitWords(`
      vscode vscode-languageclient vscode-languageclient/node vscode-languageclient/browser
    `),
  },
];

/** Libraries are seen by one folder each; nodes of a parser never leave it. */
const PARSERS: ReadonlyMap<string, string> = new Map([
  ['unbash', 'server/src/syntax/shell'],
  ['jsonc-parser', 'server/src/syntax/json'],
  ['ignore', 'server/src/service/settings'],
  ['@lezer/python', 'server/src/syntax/python'],
  ['@lezer/common', 'server/src/syntax/python'],
  ['yaml', 'server/src/syntax/yaml'],
  ['diff', 'server/src/cli/fix'],
]);

/** Folders and files within a layer that must not know each other; `*` is one name. */
const STRANGERS: readonly { readonly from: RegExp; readonly to: RegExp; readonly why: string }[] = [
  {
    from: /^server\/src\/syntax\/(\w+)\//,
    to: /^server\/src\/syntax\/(\w+)\//,
    why: 'readers of host languages do not know each other; what they share belongs into syntax/',
  },
  {
    from: /^server\/src\/rules\/(?!index|rule\.)(?:findings\/)?([\w-]+)\.ts$/,
    to: /^server\/src\/rules\/(?!rule\.|fix-ids\.)([\w-]+)\.ts$/,
    why: 'rules do not know each other; what two rules want is a question for qemu/',
  },
  {
    from: /^server\/src\/invocation\/(domain)\//,
    to: /^server\/src\/invocation\/(?!domain\/)([\w-]+)\//,
    why: 'values and their join know no language',
  },
  {
    from: /^(client)\/src\//,
    to: /^webview\/src\/(?!map-model\.)([\w/-]+)\.ts$/,
    why: 'the client and a page share what they say to each other, which is map-model.ts',
  },
];

/** Folders in which only some rooms may use Node's own modules. */
const ROOMS_OF_NODE: ReadonlyMap<string, readonly string[]> = new Map([
  ['server/src/workspace/', ['server/src/workspace/disk/', 'server/src/workspace/thread/']],
]);

/** Where those who stand on the service reach it, types apart. */
const FACADE = 'server/src/service/language-service.ts';

/** Where the command line reaches all that it has in common with the server, types apart. */
const FRONT_END = 'server/src/workspace/front-end.ts';
/** The supervisor of the command line, which is small since it loads nothing of that. */
const SUPERVISOR = 'server/src/cli/supervise.ts';

/** How many sources a folder may hold, how many tests and scripts, and the folders that have more. */
const MAX_SOURCES = 20;
const MAX_OTHERS = 24;
const OVERFULL = [
  // A rule's id is the name of its file and of its test, without a list of groups.
  'server/src/rules',
  'test/rules',
  // A judge asks about one thing in one file, so that it can be asked alone.
  'test/oracle',
  'test/oracle/flow',
];

/** The rooms of the layer of QEMU, in the order in which they build on each other. */
const QEMU = 'server/src/qemu/';
const ROOMS = splitWords(
  'options chardev object machine change reach display token docs completion',
);

function roomOf(path: string): number {
  return ROOMS.indexOf(path.slice(QEMU.length).split('/')[0] ?? '');
}

/** What a walk asks of the host: how long others have waited. */
const WORKSPACE_WORLD: readonly string[] = ['performance'];

/** What would make the core depend on a clock, a machine or a host. `lsp/` is the place for these. */
const WORLD = splitWords(`
  process Buffer fetch require global globalThis window navigator setTimeout setInterval
  setImmediate queueMicrotask Date performance Math.random crypto console eval Function Worker
  XMLHttpRequest WebSocket Atomics SharedArrayBuffer import.meta
`);

const SOURCES = ['server/src', 'client/src', 'webview/src']
  .flatMap(filesBelow)
  .filter((path) => path.endsWith('.ts'));

describe('the architecture', () => {
  it('has no import that the table of layers does not allow', () => {
    const complaints = SOURCES.flatMap((file) =>
      importsOf(readRepositoryFile(file)).flatMap((target) => complaint(file, target) ?? []),
    );
    assert.deepEqual(complaints, []);
  });

  it('is asked for its service through one file, which the service itself does not know', () => {
    const front = SOURCES.filter((file) =>
      ['workspace', 'lsp', 'cli'].includes(layerOf(file)?.name ?? ''),
    );
    const past = front.flatMap((file) =>
      importsOf(withoutTypeImports(readRepositoryFile(file))).flatMap((target) => {
        const path = posix.join(posix.dirname(file), target);
        if (layerOf(path)?.name !== 'service' || path === FACADE) return [];
        return [
          `${file} imports ${target}: take it from ${FACADE}; only types may come from there`,
        ];
      }),
    );
    assert.deepEqual(past, []);
    const inside = SOURCES.filter((file) => layerOf(file)?.name === 'service').filter((file) =>
      importsOf(readRepositoryFile(file)).some(
        (target) => posix.join(posix.dirname(file), target) === FACADE,
      ),
    );
    assert.deepEqual(inside, []);
  });

  it('has a command line without a second copy of what the server holds', () => {
    const loading = (file: string) => layerOf(file)?.name === 'cli' && file !== SUPERVISOR;
    const past = SOURCES.filter(loading).flatMap((file) =>
      importsOf(withoutTypeImports(readRepositoryFile(file))).flatMap((target) => {
        const path = posix.join(posix.dirname(file), target);
        if (!target.startsWith('.') || layerOf(path)?.name === 'cli' || path === FRONT_END)
          return [];
        return [
          `${file} imports ${target}: take it from ${FRONT_END}; only types may come from there`,
        ];
      }),
    );
    assert.deepEqual(past, []);
  });

  it('exports nothing without an importer', () => {
    const others = ['test', 'scripts', 'bench'].flatMap(filesBelow);
    const imported = new Set(
      [...SOURCES, ...others.filter((path) => /\.(?:ts|mjs)$/.test(path))].flatMap((file) =>
        [...readRepositoryFile(file).matchAll(NAMED)].flatMap(([, list = '', from, whole = '']) => {
          const target = posix.join(posix.dirname(file), from ?? whole);
          // The one hands on all of the other.
          const behind = target === FRONT_END ? [target, FACADE] : [target];
          return from === undefined
            ? [target]
            : behind.flatMap((path) => namesIn(list).map((name) => `${path} ${name}`));
        }),
      ),
    );
    const exported = SOURCES.filter((file) => file !== ACTIVATED).flatMap((file) =>
      [...readRepositoryFile(file).matchAll(EXPORTED)].flatMap(([, name, list = '']) =>
        (name === undefined ? namesIn(list) : [name]).map(
          (one) => [file, `${file} ${one}`] as const,
        ),
      ),
    );
    assert.ok(exported.length > 1000);
    assert.deepEqual(
      exported.flatMap(([file, one]) => (imported.has(one) || imported.has(file) ? [] : [one])),
      [],
    );
  });

  it('says of all that it exports what that is', () => {
    const silent = SOURCES.flatMap((file) => {
      const source = readRepositoryFile(file);
      // What a file has first its header tells of.
      const others = [...source.matchAll(EXPORTED)].slice(source.startsWith('/**') ? 1 : 0);
      return others.flatMap(({ index, 1: name }) =>
        name === undefined || source.slice(0, index).endsWith('*/\n') ? [] : [`${file} ${name}`],
      );
    });
    assert.deepEqual(silent, []);
  });

  it('has no file outside the layers', () => {
    const homeless = SOURCES.filter((file) => layerOf(file) === undefined);
    assert.deepEqual(homeless, []);
  });

  it('keeps clocks, consoles, processes and the network out of everything but lsp and cli', async () => {
    const doors = ['lsp', 'cli', 'client', 'webview'];
    const isDisk = (file: string) =>
      [...ROOMS_OF_NODE.values()].flat().some((room) => file.startsWith(room));
    const core = SOURCES.filter((file) => {
      return !doors.includes(layerOf(file)?.name ?? '') && !isDisk(file);
    });
    const complaints = await Promise.all(
      core.map(async (file) => {
        const used = await worldUsedBy(readRepositoryFile(file));
        const isAllowed = (name: string) =>
          layerOf(file)?.name === 'workspace' && WORKSPACE_WORLD.includes(name);
        return used
          .filter((name) => !isAllowed(name))
          .map(
            (name) =>
              `${file} uses ${name}, which only lsp/ may; let lsp/ ask for it and hand the answer down as an argument`,
          );
      }),
    );
    assert.deepEqual(complaints.flat(), []);
  });

  it('has no crowded folder', () => {
    const counts = new Map<string, number>();
    const others = ['test', 'scripts', 'bench'].flatMap(filesBelow);
    for (const file of [...SOURCES, ...others.filter((path) => /\.(?:ts|mjs)$/.test(path))]) {
      const folder = posix.dirname(file);
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    const overfull = [...counts].flatMap(([folder, count]) =>
      count > (folder.includes('/src') ? MAX_SOURCES : MAX_OTHERS) ? [folder] : [],
    );
    assert.deepEqual(overfull.toSorted(), OVERFULL.toSorted());
  });

  it('has pages that make no request and read no text as markup', async () => {
    const names = [
      ...['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'eval', 'Function', 'Worker'],
      ...['navigator', 'localStorage', 'DOMParser', 'console', 'require'],
    ];
    const markup = /\b(?:innerHTML|outerHTML|insertAdjacentHTML|setHTML|srcdoc|document\.write)\b/;
    const complaints: string[] = [];
    for (const file of SOURCES.filter((path) => layerOf(path)?.name === 'webview')) {
      const source = readRepositoryFile(file);
      const used = await namesUsedBy(source, names);
      complaints.push(...used.map((name) => `${file} uses ${name}`));
      if (markup.test(source)) complaints.push(`${file} makes markup out of text`);
    }
    assert.deepEqual(complaints, []);
  });

  it('has layers that import from earlier ones only, so that no circle can be', () => {
    for (const [index, layer] of LAYERS.entries()) {
      const earlier = LAYERS.slice(0, index).map(({ name }) => name);
      const later = layer.layers.filter((name) => !earlier.includes(name));
      assert.deepEqual(later, [], `${layer.name} may not import from a later layer`);
    }
  });

  it('has rooms in the layer of QEMU that build on earlier ones only', () => {
    const complaints: string[] = [];
    for (const file of SOURCES.filter((path) => path.startsWith(QEMU))) {
      const room = roomOf(file);
      if (room === -1) complaints.push(`${file} is in no room: ${ROOMS.join(', ')}`);
      for (const target of importsOf(readRepositoryFile(file))) {
        if (!target.startsWith('.')) continue;
        const path = posix.join(posix.dirname(file), target);
        if (path.startsWith(QEMU) && roomOf(path) > room) {
          complaints.push(`${file} imports ${path}, which is in a later room`);
        }
      }
    }
    assert.deepEqual(complaints, []);
  });

  it('is the one that docs/architecture.md describes', () => {
    const page = readRepositoryFile('docs/architecture.md');
    for (const { name, layers } of LAYERS) {
      assert.ok(headings(page).includes(`### ${name}`), `no paragraph about ${name}`);
      const row = tableRows(page).find(([first, , , fourth]) => first === name && fourth);
      assert.equal(row?.[2]?.split(';')[0], layers.join(', ') || 'nothing', `the row of ${name}`);
    }
  });

  it('imports no package that package.json does not name', () => {
    const named = [...Object.keys(readManifest().devDependencies), 'vscode'];
    const packages = [...LAYERS.flatMap((layer) => layer.packages), ...PARSERS.keys()];
    const unnamed = packages.filter(
      (name) => name !== 'node:' && !named.includes(name.replace(/^((?:@[^/]+\/)?[^/]+).*$/, '$1')),
    );
    assert.deepEqual(unnamed, []);
  });
});

describe('the guard of the architecture', () => {
  it('sees every form of import', () => {
    const source = `
import { a } from './a.ts';
import type { B } from './b.ts';
import {
  c,
  type D,
} from './c.ts';
import './d.ts';
export { e } from './e.ts';
export * from "./f.ts";
const g = await import('./g.ts');
type H = import('./h.ts').H;
const i = require('./i.ts');
const j = await import(\`./j.ts\`);
`;
    const letters = [...'abcdefghij'].map((letter) => `./${letter}.ts`);
    assert.deepEqual(importsOf(source).toSorted(), letters);
  });

  const forbidden: readonly [file: string, target: string, words: RegExp][] = [
    ['server/src/text/span.ts', '../syntax/spell.ts', /text may import no other layer/],
    ['server/src/invocation/program.ts', '../qemu/fact.ts', /invocation may import text, syntax/],
    ['server/src/qemu/reach.ts', '../syntax/shell/tree.ts', /qemu may import text, invocation/],
    ['server/src/rules/a.ts', '../service/settings.ts', /rules may import text, qemu/],
    [
      'server/src/workspace/a.ts',
      '../lsp/server.ts',
      /workspace may import text, languages, service/,
    ],
    ['server/src/workspace/a.ts', 'vscode-languageserver', /only lsp may import vscode-lang/],
    ['server/src/workspace/walk/a.ts', 'node:fs', /disk\/ and server.*\/thread\/ may/],
    ['server/src/lsp/convert.ts', '../rules/rule.ts', /lsp may import text, languages, service/],
    ['client/src/extension.ts', '../../server/src/lsp/main.ts', /client may import webview/],
    ['client/src/map/show-map.ts', '../../../webview/src/layout/layout.ts', /share what they say/],
    ['webview/src/main.ts', '../../client/src/extension.ts', /webview may import no other layer/],
    [
      'server/src/service/analysis/analyze.ts',
      'node:fs',
      /only workspace and lsp and cli may import node:fs/,
    ],
    ['server/src/lsp/server.ts', 'vscode', /only client may import vscode/],
    ['server/src/qemu/reach.ts', 'unbash', /unbash belongs to server\/src\/syntax\/shell alone/],
    ['server/src/syntax/xml/reader.ts', 'left-pad', /no layer may import left-pad/],
    ['server/src/syntax/xml/reader.ts', '../shell/tree.ts', /do not know each other/],
    ['server/src/rules/a.ts', './b.ts', /rules do not know each other/],
    ['server/src/new/a.ts', '../text/span.ts', /belongs to no layer/],
    ['server/src/text/a.ts', '../helpers.ts', /belongs to no layer/],
  ];
  for (const [file, target, words] of forbidden) {
    it(`does not let ${file} import ${target}`, () => {
      assert.match(complaint(file, target) ?? 'no complaint', words);
    });
  }

  it('sees what the core may not use, and nothing that only looks like it', async () => {
    const guilty = `
export const now = () => Date.now() + Math.random();
export function wait(ms: number) { return new Promise((done) => setTimeout(done, ms)); }
export const home = process.env['HOME'] ?? globalThis.name;
console.log(new Date());
`;
    assert.deepEqual(
      (await worldUsedBy(guilty)).toSorted(),
      ['Date', 'Math.random', 'console', 'globalThis', 'process', 'setTimeout'].toSorted(),
    );
    const innocent = `
// The process needs Buffer and console.
export const words = ['process', "Date.now()", \`fetch \${1}\`];
export function find(process: string, date: { Date: number }) { return process + date.Date; }
`;
    assert.deepEqual(await worldUsedBy(innocent), []);
  });
});

/** Why a file may not import something; undefined if it may. */
function complaint(file: string, target: string): string | undefined {
  const layer = layerOf(file);
  const what = `${file} imports ${target}`;
  if (layer === undefined) {
    return `${what}, and belongs to no layer: put it into one, or add its folder to the table of this test`;
  }
  return target.startsWith('.')
    ? fileComplaint(what, file, layer, posix.join(posix.dirname(file), target))
    : packageComplaint(what, file, layer, target);
}

function fileComplaint(
  what: string,
  file: string,
  layer: Layer,
  target: string,
): string | undefined {
  const to = layerOf(target);
  if (to === undefined) return `${what}, which belongs to no layer: move it into one`;
  if (to !== layer && !layer.layers.includes(to.name)) {
    const allowed = layer.layers.join(', ') || 'no other layer';
    return `${what}: ${layer.name} may import ${allowed}. Hand over what it needs as an argument, or move it into a layer both may see`;
  }
  for (const { from, to: other, why } of STRANGERS) {
    const own = from.exec(file)?.[1];
    const foreign = other.exec(target)?.[1];
    if (own !== undefined && foreign !== undefined && own !== foreign) return `${what}: ${why}`;
  }
  return undefined;
}

function packageComplaint(
  what: string,
  file: string,
  layer: Layer,
  target: string,
): string | undefined {
  const home = PARSERS.get(target);
  if (home !== undefined) {
    return file.startsWith(`${home}/`)
      ? undefined
      : `${what}: ${target} belongs to ${home} alone. Read what you need there and hand it out as a plain tree`;
  }
  const allows = ({ packages }: Layer) =>
    packages.some((name) => name === target || (name === 'node:' && target.startsWith(name)));
  const [, rooms] = [...ROOMS_OF_NODE].find(([folder]) => file.startsWith(folder)) ?? [];
  if (rooms && target.startsWith('node:') && !rooms.some((room) => file.startsWith(room))) {
    return `${what}: only ${rooms.join(' and ')} may import ${target}. Ask a FileAccess`;
  }
  if (allows(layer)) return undefined;
  const others = LAYERS.filter(allows).map(({ name }) => name);
  return others.length > 0
    ? `${what}: only ${others.join(' and ')} may import ${target}. Hand over what it gives as an argument`
    : `${what}: no layer may import ${target}. A new dependency needs a reason in docs/architecture.md and a place in the table`;
}

function layerOf(file: string): Layer | undefined {
  return LAYERS.find(({ folder }) => file.startsWith(`${folder}/`));
}

/** Where VS Code itself begins. */
const ACTIVATED = 'client/src/extension.ts';

/** What a file imports or hands on by name, and files that are imported as a whole. */
const NAMED =
  /\b(?:import|export) (?:type )?\{([^}]*)\} from '([^']+)'|(?:import \* as \w+ from |\bimport\()'([^']+)'/g;

const EXPORTED =
  /^export (?:(?:async )?(?:function\*?|const|let|interface|type) (\w+)|(?:type )?\{([^}]*)\} from)/gm;

/** The names in the braces of an import, as the file calls them that exports them. */
function namesIn(list: string): readonly string[] {
  return list.split(',').flatMap((one) => /^\s*(?:type )?(\w+)/.exec(one)?.[1] ?? []);
}

/**
 * The names of `WORLD` that a source refers to. esbuild's `define` knows scopes: it replaces the free
 * name `process`, and neither a parameter of that name, a property, a string nor a comment.
 */
function worldUsedBy(source: string): Promise<readonly string[]> {
  return namesUsedBy(source, WORLD);
}

async function namesUsedBy(source: string, names: readonly string[]): Promise<readonly string[]> {
  const marks = new Map(names.map((name) => [name, `__used_${name.replace('.', '_')}__`]));
  const { code } = await transform(source, { loader: 'ts', define: Object.fromEntries(marks) });
  return [...marks].filter(([, mark]) => code.includes(mark)).map(([name]) => name);
}
