/** The server's memory of files and of who mentions them, on a disk that the test has in its hand. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LIMITS } from '../../../server/src/text/limits.ts';
import type {
  FileAccess,
  FolderVisit,
  ReadResult,
} from '../../../server/src/workspace/files/file-access.ts';
import { fileStore } from '../../../server/src/workspace/files/file-store.ts';
import { namedFiles } from '../../../server/src/workspace/files/named-files.ts';
import { ScriptIndex } from '../../../server/src/workspace/walk/script-index.ts';

/** A disk of texts. Reading waits for `release` where the test says so. */
function fakeDisk(texts: Map<string, string>) {
  const reads: string[] = [];
  let gate: Promise<void> = Promise.resolve();
  let version = 0;
  const access: FileAccess = {
    folders: () => ['/w'],
    contains: (path) => path.startsWith('/w/'),
    read: async (path): Promise<ReadResult> => {
      reads.push(path);
      const text = texts.get(path);
      await gate;
      if (text === undefined) return { kind: 'absent' };
      if (text === 'FIFO') return { kind: 'refused', reason: 'it is no regular file' };
      const target = /^-> (.*)/.exec(text)?.[1];
      if (target === undefined) return { kind: 'text', path, text, stamp: text };
      const real = texts.get(target);
      return real === undefined
        ? { kind: 'absent' }
        : { kind: 'text', path: target, text: real, stamp: real };
    },
    stamp: async (path) => texts.get(path),
    visit: async (folder) => visitOf(texts, folder),
  };
  return {
    access,
    reads,
    /** From now on readings wait; the result lets them go on. */
    hold: (): (() => void) => {
      const mine = ++version;
      let release = (): void => {};
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return () => {
        if (mine === version) gate = Promise.resolve();
        release();
      };
    },
  };
}

function visitOf(texts: ReadonlyMap<string, string>, folder: string): FolderVisit {
  const entries = new Map<string, 'file' | 'folder'>();
  for (const path of texts.keys()) {
    if (!path.startsWith(`${folder}/`)) continue;
    const [name = '', ...rest] = path.slice(folder.length + 1).split('/');
    entries.set(name, rest.length > 0 ? 'folder' : 'file');
  }
  return {
    entries: [...entries].map(([name, kind]) => ({ name, kind })),
    enter: async (name) => visitOf(texts, `${folder}/${name}`),
    read: async (name, _maxBytes, isWanted) => {
      // Nothing is tracked by git.
      if (folder.endsWith('/.git')) return { kind: 'absent' };
      const text = texts.get(`${folder}/${name}`) ?? assert.fail(name);
      return isWanted(text, true) ? { kind: 'text', text } : { kind: 'unwanted' };
    },
  };
}

/** What the index walks with, on a disk. */
function walking(access: FileAccess, leftOut: (message: string) => void) {
  return { access, leftOut, excluded: () => [], turn: async () => {} };
}

describe('the files that a script names', () => {
  for (const [text, ...named] of [
    ['. ./a.sh', '/w/ci/a.sh'],
    ['  source "lib/.vm.sh" # settings', '/w/ci/lib/.vm.sh'],
    ['. ../../../up.sh; run\r\nsource $HERE/../b', '/up.sh', '/w/b'],
    ['. "${HERE}/c" || exit\n. "$(dirname "$0")/d/e.sh"', '/w/ci/c', '/w/ci/d/e.sh'],
    ['echo . ./a.sh\n# . ./a.sh\n. /etc/profile\n. "$x"\n. a"b"\n. a/../b\n./a.sh'],
  ] as const) {
    it(`are ${named.join(' and ') || 'none'} in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(namedFiles('/w/ci/run.sh', text), named);
    });
  }
});

describe('the store of files', () => {
  it('knows without reading that a file outside of the folders is absent', () => {
    const { access, reads } = fakeDisk(new Map([['/etc/os-release', 'ID=debian']]));
    const store = fileStore(access, () => undefined, assert.fail);
    assert.deepEqual([store.get('/etc/os-release'), store.get('/w/a')], [null, undefined]);
    assert.deepEqual(reads, []);
  });

  it('knows nothing until it is told to read, and then what is there and what is not', async () => {
    const { access, reads } = fakeDisk(new Map([['/w/a', 'A']]));
    const store = fileStore(access, () => undefined, assert.fail);
    assert.equal(store.get('/w/a'), undefined);
    await store.load(['/w/a', '/w/b', '/w/a']);
    assert.equal(store.get('/w/a'), 'A');
    assert.equal(store.get('/w/b'), null);
    await store.load(['/w/a', '/w/b']);
    assert.deepEqual(reads, ['/w/a', '/w/b']);
  });

  it('reads what is named by what it reads, and no more of it than a few', async () => {
    const chain = Array.from({ length: 100 }, (_, index): [string, string] => {
      return [`/w/${index}.sh`, `. ./${index + 1}.sh\n`];
    });
    const { access, reads } = fakeDisk(new Map(chain));
    const store = fileStore(access, () => undefined, assert.fail);
    await store.load(['/w/0.sh']);
    assert.deepEqual(
      reads,
      chain.slice(0, 65).map(([path]) => path),
    );
    await store.load(['/w/65.sh']);
    assert.equal(store.get('/w/99.sh'), '. ./100.sh\n');
    assert.equal(store.get('/w/100.sh'), null);
  });

  it('takes the text of an open document, and reads none of it', async () => {
    const { access, reads } = fakeDisk(new Map([['/w/a', 'A']]));
    const open = new Map([['/w/a', 'typed']]);
    const store = fileStore(access, (path) => open.get(path), assert.fail);
    await store.load(['/w/a']);
    assert.equal(store.get('/w/a'), 'typed');
    assert.deepEqual(reads, []);
    open.clear();
    assert.equal(store.get('/w/a'), undefined);
  });

  it('follows a link to its target, and to the text of that if it is open', async () => {
    const { access } = fakeDisk(
      new Map([
        ['/w/link', '-> /w/a'],
        ['/w/a', 'A'],
      ]),
    );
    const open = new Map<string, string>();
    const store = fileStore(access, (path) => open.get(path), assert.fail);
    await store.load(['/w/link']);
    assert.equal(store.get('/w/link'), 'A');
    assert.equal(store.resolve('/w/link'), '/w/a');
    assert.equal(store.get('/w/a'), 'A');
    open.set('/w/a', 'typed');
    assert.equal(store.get('/w/link'), 'typed');
    open.clear();
    assert.equal(store.changed(new Set(['/w/a'])), true);
    assert.equal(store.get('/w/link'), undefined);
  });

  it('does not believe what was read before a change', async () => {
    const texts = new Map([['/w/a', 'old']]);
    const { access, hold } = fakeDisk(texts);
    const store = fileStore(access, () => undefined, assert.fail);
    const release = hold();
    const loading = store.load(['/w/a']);
    texts.set('/w/a', 'new');
    assert.equal(store.changed(new Set(['/w/a'])), true);
    const again = store.load(['/w/a']);
    release();
    await Promise.all([loading, again]);
    assert.equal(store.get('/w/a'), 'new');
  });

  it('forgets what is below a folder, and nothing beside it', async () => {
    const { access } = fakeDisk(
      new Map([
        ['/w/lib/a', 'A'],
        ['/w/library', 'B'],
      ]),
    );
    const store = fileStore(access, () => undefined, assert.fail);
    await store.load(['/w/lib/a', '/w/library']);
    assert.equal(store.changed(new Set(['/w/lib'])), true);
    assert.equal(store.get('/w/lib/a'), undefined);
    assert.equal(store.get('/w/library'), 'B');
    assert.equal(store.changed(new Set(['/w/other'])), false);
  });

  it('asks the disk again without events of changes', async () => {
    const texts = new Map([
      ['/w/a', 'A'],
      ['/w/b', 'B'],
    ]);
    const { access, reads } = fakeDisk(texts);
    const store = fileStore(access, () => undefined, assert.fail);
    await store.load(['/w/a', '/w/b', '/w/c']);
    texts.set('/w/a', 'other').set('/w/c', 'new');
    await store.revalidate();
    assert.deepEqual(['/w/a', '/w/b', '/w/c'].map(store.get), [undefined, 'B', undefined]);
    await store.load(['/w/a', '/w/b', '/w/c']);
    assert.deepEqual(reads.slice(3), ['/w/a', '/w/c']);
  });

  it('knows from the listing of a folder what is not there, until the folder changes', async () => {
    const { access, reads } = fakeDisk(new Map([['/w/lib/a', 'A']]));
    const store = fileStore(access, () => undefined, assert.fail);
    const entry = (name: string, kind: 'file' | 'folder' | 'other') => ({ name, kind });
    store.listing('/w')([entry('lib', 'folder'), entry('link', 'other')]);
    store.listing('/w/lib')([entry('A', 'file')]);
    const paths = ['/w/b', '/w/none/b', '/w/lib/b', '/w/lib/a', '/w/link/b', '/elsewhere'];
    const absent = [null, null, null, undefined, undefined, null];
    assert.deepEqual(paths.map(store.get), absent);
    await store.load(paths);
    assert.deepEqual(reads, ['/w/lib/a', '/w/link/b', '/elsewhere']);
    assert.equal(store.get('/w/lib/a'), 'A');
    assert.equal(store.changed(new Set(['/w/lib/b'])), true);
    assert.equal(store.get('/w/lib/b'), undefined);
    assert.equal(store.changed(new Set(['/w/lib/c'])), false);
    store.listing('/w/lib')([]);
    await store.revalidate();
    assert.equal(store.get('/w/lib/d'), undefined);
    const late = store.listing('/w/lib');
    store.changed(new Set(['/w/lib/e']));
    late([]);
    assert.equal(store.get('/w/lib/e'), undefined);
  });

  it('says once what it does not read, and takes it for absent', async () => {
    const { access } = fakeDisk(new Map([['/w/a', 'FIFO']]));
    const said: string[] = [];
    const store = fileStore(
      access,
      () => undefined,
      (message) => said.push(message),
    );
    await store.load(['/w/a']);
    store.changed(new Set(['/w/a']));
    await store.load(['/w/a']);
    assert.equal(store.get('/w/a'), null);
    assert.deepEqual(said, ['/w/a is not checked: it is no regular file']);
  });

  it('reads files of 8 MB and not much more than 32 MB at once, and says what it leaves out', async () => {
    assert.equal(LIMITS.includedBytes, 8_388_608);
    const long = 'x'.repeat(LIMITS.includedBytes);
    const paths = Array.from({ length: 40 }, (_, index) => `/w/${index}`);
    const { access, reads } = fakeDisk(new Map(paths.map((path) => [path, long])));
    const said: string[] = [];
    const store = fileStore(
      access,
      () => undefined,
      (message) => said.push(message),
    );
    await store.load(paths);
    assert.ok(reads.length >= 4 && reads.length < 40, `${reads.length} files`);
    assert.equal(said.length, 40 - reads.length);
    assert.ok(said.every((message) => message.endsWith('too much is asked for at once')));
    assert.ok(paths.every((path) => store.get(path) !== undefined));
  });

  it('lets go of what it has when that is too much, and reads it again when it is wanted', async () => {
    const long = 'x'.repeat(LIMITS.includedBytes);
    const paths = Array.from({ length: 20 }, (_, index) => `/w/${index}`);
    const { access } = fakeDisk(new Map(paths.map((path) => [path, long])));
    const store = fileStore(access, () => undefined, assert.fail);
    for (const path of paths) await store.load([path]);
    assert.equal(store.get('/w/0'), undefined);
    assert.equal(store.get('/w/19'), long);
    await store.load(['/w/0']);
    assert.equal(store.get('/w/0'), long);
  });
});

describe('the index of scripts', () => {
  const SOURCES = '#!/bin/sh\n. ./vm.conf\n';

  it('finds who brings in files and mentions a name, by ending or first line', async () => {
    const { access } = fakeDisk(
      new Map([
        ['/w/a.sh', SOURCES],
        ['/w/deep/er/b.bash', 'source "$DIR/vm.conf"\n'],
        ['/w/launch', SOURCES],
        ['/w/config.ksh', 'qemu-system-arm -readconfig vm.conf\n'],
        ['/w/notes', '. ./vm.conf\n'],
        ['/w/notes.txt', SOURCES],
        ['/w/no.sh', 'echo vm.conf; ls\n'],
        ['/w/other.zsh', '. ./other.conf\n'],
        ['/w/.git/c.sh', SOURCES],
        ['/w/node_modules/d.sh', SOURCES],
      ]),
    );
    const index = new ScriptIndex(walking(access, assert.fail));
    assert.equal(index.mentioning('vm.conf'), undefined);
    await index.find(['vm.conf', 'other.conf', 'none.conf']);
    assert.deepEqual(index.mentioning('vm.conf'), [
      '/w/a.sh',
      '/w/config.ksh',
      '/w/deep/er/b.bash',
      '/w/launch',
    ]);
    assert.deepEqual(index.mentioning('other.conf'), ['/w/other.zsh']);
    assert.deepEqual(index.mentioning('none.conf'), []);
    index.clear();
    assert.equal(index.mentioning('vm.conf'), undefined);
  });

  it('is kept true, and says when an answer changes', async () => {
    const texts = new Map([['/w/a.sh', SOURCES]]);
    const { access } = fakeDisk(texts);
    const index = new ScriptIndex(walking(access, assert.fail));
    assert.equal(await index.changed('/w/a.sh'), false, 'it was not asked for yet');
    await index.find(['vm.conf']);
    const steps: readonly [string, string | undefined, boolean, readonly string[]][] = [
      ['/w/b.sh', SOURCES, true, ['/w/a.sh', '/w/b.sh']],
      ['/w/b.sh', `${SOURCES}#\n`, false, ['/w/a.sh', '/w/b.sh']],
      ['/w/b.sh', 'echo\n', true, ['/w/a.sh']],
      ['/w/a.sh', undefined, true, []],
      ['/w/lib/c.sh', SOURCES, true, ['/w/lib/c.sh']],
      ['/w/.git/d.sh', SOURCES, false, ['/w/lib/c.sh']],
      ['/w/notes.txt', SOURCES, false, ['/w/lib/c.sh']],
      ['/w/launch', SOURCES, true, ['/w/launch', '/w/lib/c.sh']],
      ['/w/launch', 'no script\n', true, ['/w/lib/c.sh']],
    ];
    for (const [path, text, different, expected] of steps) {
      if (text === undefined) texts.delete(path);
      else texts.set(path, text);
      assert.equal(await index.changed(path), different, path);
      assert.deepEqual(index.mentioning('vm.conf'), expected, path);
    }
    texts.set('/w/node_modules/d.sh', SOURCES);
    assert.equal(await index.changed('/w/node_modules'), false, 'it is hidden as a whole too');
    texts.delete('/w/lib/c.sh');
    assert.equal(await index.changed('/w/lib'), true, 'a folder goes with what is in it');
    assert.deepEqual(index.mentioning('vm.conf'), []);
  });

  it('looks into 2,000 scripts and says when there are more', async () => {
    const names = Array.from({ length: 2010 }, (_, index) => `/w/${index + 1000}.sh`);
    const { access } = fakeDisk(new Map(names.map((name) => [name, SOURCES])));
    const said: string[] = [];
    const index = new ScriptIndex(walking(access, (message) => said.push(message)));
    await index.find(['vm.conf']);
    assert.equal(index.mentioning('vm.conf')?.length, 2000);
    assert.deepEqual(said, ['Only the first 2000 scripts of the workspace are checked']);
  });
});
