import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startClient } from '../support/lsp-client.ts';

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
      },
    ],
  });
  await client.stop();
});
