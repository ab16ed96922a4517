import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Entry, type LookedAt, lookForQemu } from '../../client/src/look-for-qemu.ts';

/** A folder's entries by name: a text is a file. */
interface Folder {
  readonly [name: string]: string | Folder;
}

const LAUNCH = 'qemu-system-x86_64 -monitor tcp::4444,server';
const never = () => false;

/** A disk, and what was listed and read of it. */
function diskOf(root: Folder): LookedAt<string> & { readonly seen: string[] } {
  const seen: string[] = [];
  const at = (path: string): string | Folder | undefined => {
    let found: string | Folder | undefined = root;
    for (const name of path.split('/').slice(1)) {
      found = typeof found === 'object' ? found[name] : undefined;
    }
    return found;
  };
  return {
    seen,
    list: async (path): Promise<readonly Entry<string>[]> => {
      seen.push(`${path}/`);
      const folder = at(path);
      if (typeof folder !== 'object') throw new Error(`no folder ${path}`);
      return Object.entries(folder).map(([name, entry]) => {
        const kind = typeof entry === 'string' ? 'file' : 'folder';
        return { name, kind, place: `${path}/${name}` };
      });
    },
    size: async (path) => `${at(path)}`.length,
    spent: () => 0,
    read: async (path) => {
      seen.push(path);
      const text = at(path);
      if (text === 'SECRET') throw new Error('not allowed');
      return new TextEncoder().encode(`${text}`);
    },
  };
}

describe('looking for a QEMU', () => {
  it('ends at the first file that tells of one, whatever it is called', async () => {
    const disk = diskOf({ 'a.txt': 'hello', 'b.ts': LAUNCH, 'c.go': LAUNCH });
    assert.equal(await lookForQemu([''], disk, never), 'found');
    assert.deepEqual(disk.seen, ['/', '/a.txt', '/b.ts']);
  });

  it('reads files that launch something mostly before others', async () => {
    const disk = diskOf({ 'a.ts': LAUNCH, deep: { 'run.py': LAUNCH, 'z.sh': LAUNCH } });
    assert.equal(await lookForQemu([''], disk, never), 'found');
    assert.deepEqual(disk.seen, ['/', '/deep/', '/deep/run.py']);
  });

  it('does not read generated files', async () => {
    const names = [
      'a.png',
      'yarn.lock',
      'package-lock.json',
      'pnpm-lock.yaml',
      'jquery.min.js',
      'a.js.map',
    ];
    const disk = diskOf(Object.fromEntries(names.map((name) => [name, LAUNCH])));
    assert.equal(await lookForQemu([''], disk, never), 'none');
    assert.deepEqual(disk.seen, ['/']);
  });

  it('ends when it has taken as long as it may', async () => {
    let spent = 0;
    const disk = { ...diskOf({ a: 'one', b: 'two', c: LAUNCH }), spent: () => (spent += 50) };
    assert.equal(await lookForQemu([''], disk, never), 'found');
    spent = 0;
    const slow = { ...diskOf({ a: 'one', b: 'two', c: LAUNCH }), spent: () => (spent += 200) };
    assert.equal(await lookForQemu([''], slow, never), 'unknown');
  });

  it('looks at what is near the top first', async () => {
    const disk = diskOf({ deep: { deeper: { 'a.sh': 'ls' }, 'b.sh': LAUNCH }, 'c.sh': 'ls' });
    assert.equal(await lookForQemu([''], disk, never), 'found');
    assert.deepEqual(disk.seen, ['/', '/c.sh', '/deep/', '/deep/b.sh']);
  });

  it('looks into each folder of a workspace', async () => {
    const disk = diskOf({ one: { 'a.sh': 'ls' }, two: { 'b.sh': LAUNCH } });
    assert.equal(await lookForQemu(['/one', '/two'], disk, never), 'found');
  });

  it('finds none where nothing tells of one, and leaves out what others wrote', async () => {
    const disk = diskOf({
      'build.sh': 'make && make install',
      '.git': { config: LAUNCH },
      node_modules: { 'a.sh': LAUNCH },
      src: { 'main.c': 'int main(void) { return 0; }' },
    });
    assert.equal(await lookForQemu([''], disk, never), 'none');
  });

  it('takes the settings file of a folder for a wish to be told', async () => {
    const disk = diskOf({ '.qemu-monitor-guard.json': '{}' });
    assert.equal(await lookForQemu([''], disk, never), 'found');
  });

  it('does not read a file that is longer than any that the server reads', async () => {
    const disk = diskOf({ 'disk.img': `${LAUNCH}\n`.padEnd(1024 * 1024 + 1, 'x') });
    assert.equal(await lookForQemu([''], disk, never), 'none');
    assert.deepEqual(disk.seen, ['/']);
  });

  it('goes on behind what cannot be read', async () => {
    const disk = diskOf({ 'key.pem': 'SECRET', 'run.sh': LAUNCH });
    assert.equal(await lookForQemu(['/gone', ''], disk, never), 'found');
  });

  it('does not know of more files than it looks at', async () => {
    const disk = diskOf({ a: 'one', b: 'two', c: LAUNCH });
    const look = (files: number) =>
      lookForQemu([''], disk, never, { entries: 9, files, milliseconds: 9 });
    assert.equal(await look(2), 'unknown');
    assert.equal(await look(3), 'found');
  });

  it('does not know of more entries than it looks at', async () => {
    const disk = diskOf({ a: {}, b: {}, c: { d: LAUNCH } });
    const look = (entries: number) =>
      lookForQemu([''], disk, never, { entries, files: 9, milliseconds: 9 });
    assert.equal(await look(3), 'unknown');
    assert.equal(await look(4), 'found');
  });

  it('ends when it is cancelled', async () => {
    const disk = diskOf({ 'a.sh': 'ls', 'b.sh': LAUNCH });
    assert.equal(await lookForQemu([''], disk, () => disk.seen.includes('/a.sh')), 'none');
    assert.deepEqual(disk.seen, ['/', '/a.sh']);
  });
});
