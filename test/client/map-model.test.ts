/** What the map shows of the machines that the server tells of. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MapBox, MapModel } from '../../webview/src/map-model.ts';
import { inventoryFrom, mapOf } from '../support/sample-map.ts';
import '../support/vscode-words.ts';

const { buildMap } = await import('../../client/src/map/build-model.ts');

/** Boxes in lines: `net0 socket <- network tcp 127.0.0.1:1: HMP monitor`, those in another one indented. */
function lines(boxes: readonly MapBox[], indent = ''): readonly string[] {
  return boxes.flatMap(({ title, kind, ways, rows, members, isFolded }) => {
    const from = ways.map(({ audience, label, powerful }) => {
      return ` <- ${powerful ? '' : 'quiet '}${audience} ${label}`;
    });
    const inside = rows.map(({ label, audience }) => label + (audience ? ` (${audience})` : ''));
    return [
      `${indent}${title} ${kind}${from.join('')}: ${inside.join(', ')}${isFolded && indent.length < 4 ? ' (folded)' : ''}`,
      ...lines(members, `${indent}  `),
    ];
  });
}

function allLines(model: MapModel): readonly string[] {
  return model.machines.flatMap(({ title, place, boxes }) => [
    `${title} at ${place}`,
    ...lines(boxes, '  '),
  ]);
}

function keys(model: MapModel): readonly string[] {
  const ofBox = ({ key, rows, members }: MapBox): readonly string[] => [
    ...[key, ...rows.map((row) => row.key)],
    ...members.flatMap(ofBox),
  ];
  return model.machines.flatMap(({ key, boxes }) => [key, ...boxes.flatMap(ofBox)]);
}

describe('the map', () => {
  it('puts monitors, the guest and gdb into the chardevs that they talk through', () => {
    const script =
      'kvm -name a -serial mon:tcp::4,server -gdb tcp::1234 -qmp unix:/tmp/q,server \\\n' +
      ' -chardev pty,id=p -device isa-serial,chardev=p\n';
    assert.deepEqual(allLines(mapOf({ '/vm/a.sh': script })), [
      'a at vm/a.sh:1',
      '   socket <- network tcp :4: HMP monitor (network), Guest serial port',
      '   socket <- directory unix /tmp/q: QMP monitor (directory)',
      '  gdb socket <- network tcp :1234: gdb stub (folded)',
      '  p pty <- quiet user pty: Guest serial port (folded)',
    ]);
  });

  it('says of a machine on a remote host who can open it there', () => {
    const script = "ssh h 'kvm -name a -monitor tcp:127.0.0.1:1,server -qmp tcp:127.0.0.1:2'\n";
    const { audiences, machines } = mapOf({ '/vm/a.sh': script });
    assert.deepEqual(
      audiences.map(({ sentence }) => sentence),
      ['Any user of the remote host: 2 monitors'],
    );
    const who = 'Any user of the remote host can open it: tcp 127.0.0.1:1';
    const called =
      'QEMU connects to tcp 127.0.0.1:2, and any program on the remote host that answers reaches it';
    const boxes = machines.flatMap((machine) => machine.boxes);
    assert.deepEqual(
      boxes.flatMap(({ details }) => details),
      [who, called],
    );
    for (const { ways } of boxes) assert.equal(ways[0]?.who, 'Any user of the remote host');
  });

  it('puts into them what else of QEMU talks through them, by options and by sections', () => {
    const script =
      'kvm -nodefaults -chardev socket,id=n,path=/run/n -netdev vhost-user,id=net,chardev=n \\\n' +
      ' -chardev socket,id=t,path=/run/t -tpmdev emulator,id=tpm,chardev=t \\\n' +
      ' -chardev socket,id=r,path=/run/r -object rng-egd,id=rng,chardev=r \\\n' +
      ' -chardev socket,id=m,path=/run/m -object filter-mirror,id=f,netdev=net,outdev=m\n';
    const inside = mapOf({ '/a.sh': script }).machines[0]?.boxes.map(({ title, rows }) => [
      title,
      ...rows.map(({ label }) => label),
    ]);
    assert.deepEqual(inside, [
      ['n', 'Network backend'],
      ['t', 'TPM'],
      ['r', 'Object of QEMU'],
      ['m', 'Object of QEMU'],
    ]);
  });

  it('puts what is behind a hub or a mux into its box, with the monitor once', () => {
    const script =
      'kvm -chardev tty,id=a,path=/dev/ttyS0 -chardev socket,id=b,host=::1,port=1,server=on \\\n' +
      ' -chardev hub,id=h,chardevs.0=a,chardevs.1=b -mon h \\\n' +
      ' -chardev null,id=n -chardev mux,id=m,chardev=n -mon m,mode=control\n';
    assert.deepEqual(allLines(mapOf({ '/a.sh': script })), [
      'a.sh at a.sh:1',
      '  h hub: HMP monitor (host)',
      '    a serial <- user serial /dev/ttyS0: ',
      '    b socket <- host tcp ::1:1: ',
      '  m mux: QMP monitor (nobody)',
      '    n null <- nobody null: ',
    ]);
  });

  it('shows what refers to itself in a circle', () => {
    const script = 'kvm -chardev mux,id=a,chardev=b -chardev mux,id=b,chardev=a -mon a\n';
    assert.deepEqual(allLines(mapOf({ '/a.sh': script })), [
      'a.sh at a.sh:1',
      '  a mux: HMP monitor (nobody)',
      '    b mux: ',
    ]);
  });

  it('shows deeply nested chardevs', () => {
    const nested = Array.from({ length: 30 }, (_, index) => {
      return ` -chardev mux,id=m${index + 1},chardev=m${index}`;
    });
    const shown = allLines(mapOf({ '/a.sh': `kvm -chardev null,id=m0${nested.join('')}\n` }));
    for (let index = 0; index <= 30; index++) {
      assert.ok(shown.some((line) => line.trim().startsWith(`m${index} `)));
    }
    assert.ok(shown.every((line) => !line.startsWith(' '.repeat(22))));
  });

  it('says that QEMU connects out, and that viewers of a display come by another way', () => {
    const script = 'kvm -vnc :0 -serial tcp:host:1\nkvm -monitor tcp:host:2\n';
    assert.deepEqual(allLines(mapOf({ '/a.sh': script })), [
      'a.sh at a.sh:1',
      '   vc <- user vc <- network vnc :5900: HMP monitor by default (network)',
      '   socket <- quiet network connects to tcp host:1: Guest serial port (folded)',
      'a.sh at a.sh:2',
      '   socket <- network connects to tcp host:2: HMP monitor (network)',
    ]);
    const second = mapOf({ '/a.sh': script }).machines[1]?.boxes[0]?.details;
    assert.deepEqual(second, [
      'QEMU connects to tcp host:2, and any host on the network that answers reaches it',
    ]);
  });

  it('counts each monitor once, for the worst who can open it', () => {
    const script = 'kvm -vnc :0\nkvm -monitor tcp::1,server -qmp stdio\nkvm -monitor none\n';
    const { audiences, words } = mapOf({ '/a.sh': script });
    assert.deepEqual(
      audiences.map(({ label, count, sentence }) => [label, count, sentence]),
      [
        ['Anyone on the network', '2 monitors', 'Anyone on the network: 2 monitors'],
        ['Only the user who runs QEMU', '1 monitor', 'Only the user who runs QEMU: 1 monitor'],
      ],
    );
    assert.deepEqual(words.summary, ['3 machines', '3 monitors', '2 monitors open to the network']);
  });

  it('has those on the left who reach only what is no monitor, too', () => {
    const { audiences } = mapOf({ '/a.sh': 'kvm -monitor none -serial tcp:127.0.0.1:1,server\n' });
    const told = audiences.map(({ audience, count }) => [audience, count]);
    assert.deepEqual(told, [['host', 'No monitor']]);
  });

  it('says what is going on where there is nothing to show', () => {
    const { machines, audiences, words } = mapOf({});
    assert.deepEqual([machines, audiences, words.summary], [[], [], []]);
    assert.equal(words.empty[0], 'No machine to show');
  });

  it('says that there may be more, while files are looked at and when some were left out', () => {
    const build = (scripts: Readonly<Record<string, string>>, isRunning: boolean) => {
      const inventory = { ...inventoryFrom(scripts), isComplete: false, isRunning };
      return buildMap(inventory, (uri) => uri).model.words;
    };
    const script = { '/a.sh': 'kvm -monitor none\n' };
    assert.deepEqual(build(script, true).summary.at(-1), 'Still checking files');
    assert.deepEqual(build(script, false).summary.at(-1), 'Some files were not checked');
    assert.deepEqual(build({}, true).empty, ['Looking for machines']);
    assert.equal(build({}, false).empty[0], 'No machine to show');
  });

  it('begins with the most exposed monitors, of machines and in a machine', () => {
    const { machines, audiences } = mapOf({
      '/a.sh':
        'kvm -name safe -monitor stdio\nkvm -name none -monitor none -serial tcp::9,server\n',
      '/b.sh': 'kvm -name open -monitor stdio -qmp tcp::1,server\n',
      '/c.sh': 'kvm -name local -monitor tcp:127.0.0.1:1,server\n',
    });
    const told = machines.map(({ title, isFolded }) => (isFolded ? `(${title})` : title));
    assert.deepEqual(told, ['open', 'local', 'safe', '(none)']);
    const labels = machines[0]?.boxes.flatMap(({ rows }) => rows.map(({ label }) => label));
    assert.deepEqual(labels, ['QMP monitor', 'HMP monitor']);
    assert.deepEqual(
      audiences.map(({ audience, isFolded }) => [audience, isFolded]),
      [
        ['network', false],
        ['host', false],
        ['user', false],
      ],
    );
  });

  it('draws a monitor once that several launches have', () => {
    const script = 'M=tcp:0.0.0.0:1,server\nkvm -monitor $M\nkvm -snapshot -monitor $M\n';
    const { machines, words } = mapOf({ '/a.sh': script });
    assert.deepEqual(
      machines.map(({ place, isFolded }) => [place, isFolded]),
      [
        ['a.sh:2', false],
        ['a.sh:3', true],
      ],
    );
    assert.equal(words.summary[1], '1 monitor');
  });

  it('is in the order of the files where they are equally open, whatever order they were opened in', () => {
    const script = 'kvm -monitor stdio\n';
    const titles = (...files: readonly string[]) =>
      mapOf(Object.fromEntries(files.map((file) => [file, script]))).machines.map((it) => it.place);
    const shown = ['a/b.sh:1', 'c.sh:1', 'vm2.sh:1', 'vm10.sh:1'];
    assert.deepEqual(titles('/vm10.sh', '/a/b.sh', '/vm2.sh', '/c.sh'), shown);
  });

  it('has keys that are unique and stay the same while files are edited', () => {
    const second = 'kvm -name two -qmp stdio -monitor stdio\n';
    const before = mapOf({ '/a.sh': second, '/b.sh': 'kvm\nkvm\n' });
    assert.equal(new Set(keys(before)).size, keys(before).length);
    const after = mapOf({ '/a.sh': `# first\nkvm -name one\n${second}`, '/b.sh': 'kvm\nkvm\n' });
    for (const key of keys(before)) assert.ok(keys(after).includes(key), key);
  });

  it('knows where each of its links leads', () => {
    const inventory = inventoryFrom({ '/a.sh': 'kvm -monitor \\\n  tcp:0.0.0.0:1,server\n' });
    const { model, places } = buildMap(inventory, (uri) => uri);
    const at = keys(model).map((key) => {
      const { start, end } = places.get(key)?.range ?? {};
      return [start?.line, start?.character, end?.character];
    });
    // The machine at its program, the chardev at its address, the monitor at the host.
    assert.deepEqual(at, [
      [0, 0, 3],
      [1, 2, 15],
      [1, 6, 13],
    ]);
  });

  it('hides nothing that a name hides', () => {
    const { machines } = mapOf({ '/a.sh': "kvm -name 'we\u202Eb\u200B'\n" });
    assert.equal(machines[0]?.title, 'we\uFFFDb\uFFFD');
  });
});
