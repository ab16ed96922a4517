/** What a document starts, in records: a line for each monitor. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { analyze } from '../../server/src/service/analyze.ts';
import { inventoryOf } from '../../server/src/service/inventory.ts';
import { DEFAULT_SETTINGS } from '../../server/src/service/settings.ts';

/** `hmp compat_monitor0: tcp 0.0.0.0:4444, network, at 0.0.0.0` for each monitor. */
function monitors(text: string, languageId = 'shellscript'): readonly string[] {
  const analysis = analyze({ text, languageId, path: '/vm/run.sh' }, DEFAULT_SETTINGS);
  return inventoryOf(analysis).flatMap((machine) =>
    machine.monitors.map(({ mode, name, transport, address, audience, at }) => {
      const place = at ? text.slice(at.at.start, at.at.end) : 'nowhere';
      return `${mode} ${name}: ${transport} ${address}, ${audience}, at ${place}`;
    }),
  );
}

it('monitors that are safe are listed like those that are not', () => {
  const script = 'kvm -monitor stdio -qmp tcp:0.0.0.0:$PORT,server -qmp unix:/run/q.sock,server\n';
  assert.deepEqual(monitors(script), [
    'hmp compat_monitor0: stdio , user, at stdio',
    'qmp compat_monitor1: tcp 0.0.0.0:$PORT, network, at 0.0.0.0',
    'qmp compat_monitor2: unix /run/q.sock, user, at /run/q.sock',
  ]);
});

it('the monitor that QEMU makes stands at the program', () => {
  assert.deepEqual(monitors('kvm -m 1G\n'), ['hmp compat_monitor0: vc , user, at kvm']);
});

it('a config file is a machine of its own', () => {
  const config = '[chardev "m"]\n  backend = "stdio"\n[mon]\n  chardev = "m"\n';
  assert.deepEqual(monitors(config, 'qemu-config'), ['hmp m: stdio , user, at [chardev "m"]']);
});

it('a script that only talks to a QEMU has no machine', () => {
  assert.deepEqual(monitors('echo quit | socat - UNIX:/run/m.sock\n'), []);
});
