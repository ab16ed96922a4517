import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Inventory } from '../../server/src/lsp/inventory-feature.ts';
import { startClient } from '../support/lsp-client.ts';
import { makeFolder, startIn } from './workspace-folder.ts';

const URI = 'file:///vm/run.sh';

test('the monitors of open documents are told with their locations', async () => {
  const client = await startClient();
  client.open(URI, 'shellscript', 'kvm -name a -monitor tcp:0.0.0.0:4444,server\n');
  const range = (start: number, end: number) => ({
    start: { line: 0, character: start },
    end: { line: 0, character: end },
  });
  assert.deepEqual(await client.request('qemuMonitorGuard/inventory', null), {
    machines: [
      {
        uri: URI,
        name: 'a',
        program: 'system',
        location: { uri: URI, range: range(0, 3) },
        monitors: [
          {
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
                'HMP monitor listens on every network interface (tcp port 4444) without ' +
                'authentication or encryption; use a UNIX socket',
              location: { uri: URI, range: range(25, 32) },
            },
            evidence: [
              {
                message: '0.0.0.0 means every network interface',
                location: { uri: URI, range: range(25, 32) },
              },
              { message: 'Without TLS nobody is asked who they are' },
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
    isComplete: false,
    isRunning: false,
    limit: null,
  });
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
    const { machines } = await client.request<Inventory>('qemuMonitorGuard/inventory', null);
    const all = machines.flatMap(({ uri, monitors }) =>
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
