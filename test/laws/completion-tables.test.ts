/** What is offered is what QEMU has: held against what QEMU 5.2, 7.2, 10.0 and 11.1 said of themselves. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BACKENDS } from '../../server/src/qemu/chardev/chardev-table.ts';
import { chardevKeysOf } from '../../server/src/qemu/docs/chardev-key-docs.ts';
import { isIn, parseVersion } from '../../server/src/qemu/options/version.ts';
import { splitWords } from '../../server/src/text/split-words.ts';
import { completeText, saidOf } from '../support/complete.ts';
import { readQemuFacts } from '../support/repository.ts';

const ALL_FACTS = readQemuFacts();

/** Backends of other hosts and of builds with everything, and objects that only some builds have. */
const OF_OTHER_BUILDS = ['console', 'braille', 'dbus', 'spicevmc', 'spiceport', 'authz-pam'];
/** What a display can be told that has no part in who gets in: QEMU's manual explains it. */
const DECIDES_NOTHING = splitWords(`
  audiodev connections display head key-delay-ms lock-key-sync lossy non-adaptive share
  agent-mouse disable-agent-file-xfer disable-copy-paste gl image-compression
  jpeg-wan-compression playback-compression rendernode seamless-migration streaming-video
  zlib-glz-wan-compression
`);
/** Groups of other targets. */
const OF_OTHER_TARGETS = ['semihosting-config'];

function offered(text: string, version: string, languageId = 'shellscript'): readonly string[] {
  const settings = { qemuVersion: parseVersion(version) };
  const { items } = completeText(text, { settings, languageId });
  return items.filter(({ kind }) => kind !== 'snippet').map(({ label }) => label);
}

/** Those of the names that are none of the others. */
function strange(names: readonly string[], known: readonly string[]): readonly string[] {
  return names.filter((name) => !known.includes(name));
}

/** Whether an editor shows a name for a typed text: all its letters are there, in order. */
function isFoundBy(typed: string, name: string): boolean {
  let found = 0;
  for (const letter of name.toLowerCase()) {
    if (letter === typed.charAt(found).toLowerCase()) found++;
  }
  return found === typed.length;
}

describe('what completion offers', () => {
  for (const facts of ALL_FACTS) {
    const { version, groups } = facts;

    it(`is an option of QEMU ${version}`, () => {
      const bare = (name: string) => name.replace(/^--?/, '');
      const options = offered('kvm -|', version).map(bare);
      assert.deepEqual(strange(options, Object.keys(facts.options)), []);
      // Its newest options may be younger than it is.
      if (version === '5.2') return;
      const daemon = offered('qemu-storage-daemon --|', version).map(bare);
      assert.deepEqual(strange(daemon, Object.keys(facts.storageDaemonOptions)), []);
    });

    it(`does not take an option of QEMU ${version} that is typed whole for another`, () => {
      for (const [option, kind] of Object.entries(facts.options)) {
        if (kind === 'value') continue;
        const name = `-${option.replace(/^-/, '')}`;
        const { items } = completeText(`kvm ${name}|\n`);
        const names = items.map(({ label, filter = label }) => filter);
        const found = names.filter((label) => isFoundBy(name, label));
        assert.ok(found.length === 0 || found.includes(name), `${name}: ${found.join(' ')}`);
      }
    });

    it(`is a backend, a type or a group of QEMU ${version}`, () => {
      const backends = offered('kvm -chardev |', version);
      assert.deepEqual(strange(backends, [...facts.backends, ...OF_OTHER_BUILDS]), []);
      const types = offered('kvm -object |', version);
      assert.deepEqual(strange(types, [...Object.keys(facts.objects), ...OF_OTHER_BUILDS]), []);
      const sections = offered('[|]', version, 'qemu-config');
      assert.deepEqual(strange(sections, [...facts.configGroups, ...OF_OTHER_TARGETS]), []);
    });

    it(`is a key of QEMU ${version}`, () => {
      for (const [group, text] of [
        ['mon', 'kvm -mon m,|'],
        ['name', 'kvm -name x,|'],
        ['vnc', 'kvm -vnc none,|'],
        ['spice', 'kvm -spice |'],
      ] as const) {
        const keys = offered(text, version);
        assert.ok(keys.length > 0, group);
        assert.deepEqual(strange(keys, Object.keys(groups[group] ?? {})), [], group);
      }
      for (const backend of facts.backends) {
        const keys = offered(`kvm -chardev ${backend},|`, version);
        const known = [...Object.keys(groups['chardev'] ?? {}), 'id', 'nowait'];
        const single = keys.filter((key) => !key.includes(','));
        assert.deepEqual(strange(single, known), [], backend);
      }
      for (const [type, properties] of Object.entries(facts.objects)) {
        const keys = offered(`kvm -object ${type},|`, version);
        assert.deepEqual(strange(keys, [...Object.keys(properties), 'id']), [], type);
      }
    });
  }

  it('leaves out no key that a backend reads', () => {
    for (const { name, ...row } of BACKENDS) {
      if (!isIn(row, 1101)) continue;
      const keys = [
        ...['', 'id=a,path=/a,', 'id=a,host=h,'].flatMap((items) =>
          offered(`kvm -chardev ${name},${items}|`, '11.1'),
        ),
        ...offered(`kvm -chardev ${name},|`, '10.0'),
      ];
      // `delay` is there for the flag `nodelay` of old scripts.
      const known = [...keys, 'backend', 'delay'];
      assert.deepEqual(strange(chardevKeysOf(name) ?? [], known), [], name);
    }
  });

  it('is described where it decides who can reach a display, an export or a machine', () => {
    for (const text of [
      ...['kvm -vnc |', 'kvm -vnc :0,|', 'kvm -spice |', 'kvm -incoming |'],
      ...['kvm -monitor |', 'kvm -serial |', 'qemu-storage-daemon --nbd-server |'],
    ]) {
      const silent = completeText(text).items.filter((item) => saidOf(item).length === 0);
      const labels = silent.map(({ label }) => label);
      assert.deepEqual(strange(labels, DECIDES_NOTHING), [], text);
    }
  });
});
