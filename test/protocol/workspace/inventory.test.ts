import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Inventory } from '../../../server/src/lsp/features/inventory-feature.ts';
import { type LspClient, startClient } from '../../support/lsp-client.ts';
import { makeFolder, openFolder, startIn } from '../workspace-folder.ts';

const URI = 'file:///vm/run.sh';

/** The answer to a client that knows a state, or nothing yet. */
function ask({ request }: Pick<LspClient, 'request'>, state?: string): Promise<Inventory> {
  return request<Inventory>('qemuMonitorGuard/inventory', state === undefined ? null : { state });
}

test('the monitors of open documents are told with their locations', async () => {
  const client = await startClient();
  client.open(URI, 'shellscript', 'kvm -name a -monitor tcp:0.0.0.0:4444,server\n');
  const range = (start: number, end: number) => ({
    start: { line: 0, character: start },
    end: { line: 0, character: end },
  });
  const { state, files, ...others } = await ask(client);
  assert.equal(typeof state, 'string');
  assert.deepEqual(others, {
    isWhole: true,
    isComplete: false,
    isRunning: false,
    limit: null,
    notChecked: { uris: [], more: 0, unfollowed: [], documentation: 0, programs: 0 },
  });
  assert.deepEqual(files, [
    {
      uri: URI,
      machines: [
        {
          uri: URI,
          name: 'a',
          program: 'system',
          location: { uri: URI, range: range(0, 3) },
          monitors: [
            {
              key: `0 25-32 hmp network ${URI.replace('file://', '')}`,
              mode: 'hmp',
              name: 'compat_monitor0',
              transport: 'tcp',
              address: '0.0.0.0:4444',
              audience: 'network',
              made: 'asked',
              sharedWithGuest: false,
              location: { uri: URI, range: range(25, 32) },
              severity: 'error',
              rule: 'monitor-on-network',
              problem: {
                message:
                  'HMP on tcp 0.0.0.0:4444: anyone on the network can run commands on this host',
                location: { uri: URI, range: range(25, 32) },
              },
              evidence: [
                {
                  message: '0.0.0.0 means every network interface',
                  location: { uri: URI, range: range(25, 32) },
                },
                { message: 'Without TLS, clients are not authenticated' },
              ],
              connect: [
                { tool: 'socat', command: 'socat -,raw,echo=0,escape=0x1d TCP:127.0.0.1:4444' },
                { tool: 'nc', command: 'nc 127.0.0.1 4444' },
              ],
            },
          ],
          chardevs: [
            {
              id: 'compat_monitor0',
              backend: 'socket',
              ways: [
                {
                  transport: 'tcp',
                  address: '0.0.0.0:4444',
                  audience: 'network',
                  connectsOut: false,
                },
              ],
              members: [],
              monitors: [[0]],
              users: [],
              location: { uri: URI, range: range(21, 37) },
            },
          ],
        },
      ],
    },
  ]);
  await client.stop();
});

test('a monitor in a file that a script brings in is listed once, with who starts it', async (t) => {
  const settings = 'MONITOR="-monitor tcp:0.0.0.0:4444,server"\n';
  const unused = 'OTHER="-monitor tcp:0.0.0.0:5555,server"\n';
  const config =
    '[chardev "m"]\n  backend = "socket"\n  host = "0.0.0.0"\n  port = "1"\n  server = "on"\n' +
    '[mon]\n  chardev = "m"\n';
  const script = '. "$(dirname "$0")/settings.sh"\nkvm $MONITOR -readconfig m.qemu\n';
  const folder = makeFolder(t, { 'settings.sh': settings, 'm.qemu': config, 'run.sh': script });
  const client = await startIn(t, folder);
  client.open(folder.uri('settings.sh'), 'shellscript', settings);
  client.open(folder.uri('m.qemu'), 'qemu-config', config);
  client.open(folder.uri('unused.sh'), 'shellscript', unused);
  client.open(folder.uri('run.sh'), 'shellscript', script);
  const listed = async (): Promise<readonly string[]> => {
    const { files } = await ask(client);
    const all = files
      .flatMap(({ machines }) => machines)
      .flatMap(({ uri, monitors }) =>
        monitors.map(({ address, location }) => [address, location?.uri, uri].join(' ')),
      );
    return all.map((line) => line.replaceAll(`${folder.uri('')}/`, '')).toSorted();
  };
  assert.deepEqual(await listed(), [
    '0.0.0.0:1 m.qemu run.sh',
    '0.0.0.0:4444 settings.sh run.sh',
    '0.0.0.0:5555 unused.sh unused.sh',
  ]);
  client.change(folder.uri('run.sh'), 2, [{ text: 'echo\n' }]);
  assert.deepEqual(await listed(), [
    '0.0.0.0:1 m.qemu m.qemu',
    '0.0.0.0:4444 settings.sh settings.sh',
    '0.0.0.0:5555 unused.sh unused.sh',
  ]);
  await client.stop();
});

test('the first request lists all files of the review', async (t) => {
  const kvm = (name: string) => `kvm -name ${name} -monitor stdio\n`;
  const { client } = await openFolder(t, { 'a.sh': kvm('a'), 'b.sh': kvm('b') });
  await client.request('workspace/diagnostic', { previousResultIds: [] });
  const { isComplete, files } = await ask(client);
  const names = files.flatMap(({ machines }) => machines.map(({ name }) => name));
  assert.deepEqual([isComplete, names.toSorted()], [true, ['a', 'b']]);
});

test('a client with a known state gets the changes, any other client gets all', async (t) => {
  const kvm = (name: string) => `kvm -name ${name} -monitor stdio\n`;
  const folder = makeFolder(t, { 'a.sh': kvm('a'), 'b.sh': kvm('b'), 'c.sh': kvm('c') });
  const client = await startIn(t, folder, { initializationOptions: { inventory: true } });
  const names = ({ files }: Inventory) =>
    files.map(({ uri, machines }) => {
      const file = uri.slice(uri.lastIndexOf('/') + 1);
      return `${file}: ${machines.map(({ name }) => name).join()}`;
    });
  let told = await ask(client);
  while (!told.isComplete) {
    await client.next('qemuMonitorGuard/inventoryChanged');
    told = await ask(client);
  }
  const all = ['a.sh: a', 'b.sh: b', 'c.sh: c'];
  assert.deepEqual([told.isWhole, names(told).toSorted()], [true, all]);

  told = await ask(client, told.state);
  assert.deepEqual([told.isWhole, names(told)], [false, []], 'nothing has happened');
  client.open(folder.uri('b.sh'), 'shellscript', kvm('typed'));
  told = await ask(client, told.state);
  assert.deepEqual([told.isWhole, names(told)], [false, ['b.sh: typed']]);
  client.change(folder.uri('b.sh'), 2, [{ text: 'echo\n' }]);
  told = await ask(client, told.state);
  assert.deepEqual([told.isWhole, names(told)], [false, ['b.sh: ']], 'it starts nothing any more');
  client.change(folder.uri('b.sh'), 3, [{ text: 'echo again\n' }]);
  told = await ask(client, told.state);
  assert.deepEqual(names(told), [], 'which is known already');

  const { state } = told;
  client.change(folder.uri('b.sh'), 4, [{ text: kvm('last') }]);
  const both = [ask(client, state), ask(client, state)] as const;
  assert.deepEqual(names(await both[0]), ['b.sh: last']);
  told = await both[1];
  assert.equal(told.isWhole, true, 'the state that it names is an old one');
  assert.deepEqual(names(told).toSorted(), ['a.sh: a', 'b.sh: last', 'c.sh: c']);

  client.close(folder.uri('b.sh'));
  const seen: string[] = [];
  while (seen.at(-1) !== 'b.sh: b') {
    told = await ask(client, told.state);
    seen.push(...names(told));
  }
  assert.ok(
    seen.every((file) => file.startsWith('b.sh')),
    seen.join(),
  );
});

test('what a script brings in goes and comes with the script', async (t) => {
  const settings = 'MONITOR="-monitor tcp:0.0.0.0:4444,server"\n';
  const script = '. ./settings.sh\nkvm $MONITOR\n';
  const { folder, client } = await openFolder(t, { 'settings.sh': settings });
  const uris = ({ files }: Inventory) =>
    files.map(({ uri, machines }) => `${uri.slice(uri.lastIndexOf('/') + 1)} ${machines.length}`);
  client.open(folder.uri('settings.sh'), 'shellscript', settings);
  let told = await ask(client);
  assert.deepEqual(uris(told), ['settings.sh 1']);
  client.open(folder.uri('run.sh'), 'shellscript', script);
  told = await ask(client, told.state);
  assert.deepEqual(uris(told).toSorted(), ['run.sh 1', 'settings.sh 0']);
  client.change(folder.uri('run.sh'), 2, [{ text: 'echo\n' }]);
  told = await ask(client, told.state);
  assert.deepEqual(uris(told).toSorted(), ['run.sh 0', 'settings.sh 1']);
});

test('what is told bit by bit is in the end what is told as a whole', async (t) => {
  const names = ['a.sh', 'b.sh', 'c.sh', 'set.sh'] as const;
  const texts = [
    'kvm -name one -monitor stdio\n',
    '. ./set.sh\nkvm $MONITOR\n',
    '. ./b.sh\nkvm $MONITOR -qmp tcp:$HOST:1,server\n',
    'MONITOR="-monitor tcp:0.0.0.0:4444,server"\n',
    'MONITOR="-monitor tcp:0.0.0.0:4445,server"\nHOST=1.2.3.4\n',
    'echo\n',
  ] as const;
  let seed = 7;
  const pick = <T>(from: readonly T[]): T => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return from[Math.floor(seed / 2 ** 16) % from.length] as T;
  };
  const folder = makeFolder(t, Object.fromEntries(names.map((name) => [name, pick(texts)])));
  const client = await startIn(t, folder, { initializationOptions: { inventory: true } });
  const versions = new Map<string, number>();
  const change = (name: string, text: string): void => {
    const uri = folder.uri(name);
    const version = versions.get(name);
    if (version === undefined && pick([true, false])) {
      client.open(uri, 'shellscript', text);
      versions.set(name, 1);
    } else if (version === undefined) {
      folder.write(name, text);
      client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
    } else if (pick([true, false, false, false])) {
      client.close(uri);
      versions.delete(name);
    } else {
      client.change(uri, version + 1, [{ text }]);
      versions.set(name, version + 1);
    }
  };

  const told = new Map<string, string>();
  let state: string | undefined;
  const take = async (): Promise<Inventory> => {
    const answer = await ask(client, state);
    state = answer.state;
    for (const { uri, machines } of answer.files) {
      if (machines.length > 0) told.set(uri, JSON.stringify(machines));
      else told.delete(uri);
    }
    return answer;
  };
  for (let round = 0; round < 4; round++) {
    for (let step = 0; step < 8; step++) {
      change(pick(names), pick(texts));
      if (pick([true, false])) await take();
    }
    // What happened to files is looked at a moment later.
    for (let quiet = 0; quiet < 3; ) {
      const { files, isRunning } = await take();
      quiet = files.length > 0 || isRunning ? 0 : quiet + 1;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    const { files, state: next } = await ask(client);
    const whole = files.map(({ uri, machines }) => [uri, JSON.stringify(machines)] as const);
    assert.deepEqual(told, new Map(whole));
    state = next;
  }
});
