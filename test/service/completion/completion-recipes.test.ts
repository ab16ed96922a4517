/** Whole monitors: how they are laid out, where their placeholders are, and that they have no findings. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { splitWords } from '../../../server/src/text/split-words.ts';
import { analyzeText, shownIn } from '../../support/check.ts';
import { type CompleteOptions, completeText, saidOf } from '../../support/complete.ts';

const NAMESPACE = 'http://libvirt.org/schemas/domain/qemu/1.0';

/** A place for whole monitors in each host language, and every rule that could object. */
const HOSTS: Readonly<Record<string, readonly [text: string, options: CompleteOptions]>> = {
  'a command': ['qemu-system-x86_64 -nodefaults -display none |\n', {}],
  'a continued command': ['qemu-system-x86_64 \\\n  -nodefaults \\\n  -|\n', {}],
  'an array': ['args=(\n  -nodefaults\n  |\n)\nqemu-system-x86_64 "${args[@]}"\n', {}],
  'a string for a shell': ['bash -c "qemu-system-x86_64 -nodefaults |"\n', {}],
  'a here-document': ['bash <<EOF\nqemu-system-x86_64 -nodefaults |\nEOF\n', {}],
  'the storage daemon': ['qemu-storage-daemon --|\n', {}],
  arguments: ['qemu-system-x86_64 \\\n-nodefaults \\\n|\n', { languageId: 'qemu-args' }],
  'a domain': ["<domain type='kvm'>\n  <name>web</name>\n  <|\n</domain>\n", { languageId: 'xml' }],
  'a block of arguments': [
    `<domain type='kvm' xmlns:q='${NAMESPACE}'>\n  <q:commandline>\n    <|\n  </q:commandline>\n</domain>\n`,
    { languageId: 'xml' },
  ],
  'the value of an argument': [
    `<domain type='kvm' xmlns:q='${NAMESPACE}'><q:commandline><q:arg value='-|'/></q:commandline></domain>\n`,
    { languageId: 'xml' },
  ],
  'a config file': ['|', { languageId: 'qemu-config' }],
  'a config file with sections': [
    '[chardev "mon0"]\n\tbackend = "null"\n|',
    { languageId: 'qemu-config' },
  ],
  'a config file of Windows': [
    '[chardev "mon0"]\r\nbackend = "null"\r\n|',
    { languageId: 'qemu-config' },
  ],
};

describe('a monitor that is written as a whole', () => {
  for (const [where, [text, options]] of Object.entries(HOSTS)) {
    for (const qemuVersion of [undefined, 402, 702, 1000, 1101]) {
      it(`has nothing that we would find in ${where}, for QEMU ${qemuVersion ?? 'of any version'}`, () => {
        const settings = { qemuVersion, neighbours: true };
        const { items, accept } = completeText(text, { ...options, settings });
        const recipes = items.filter(({ kind }) => kind === 'snippet');
        assert.ok(recipes.length >= 2);
        for (const { label } of recipes) {
          const accepted = accept(label);
          const findings = shownIn(accepted, { ...options, settings });
          assert.deepEqual(
            findings.map(({ rule, message }) => `${rule}: ${message}`),
            [],
            accepted,
          );
          const { machines } = analyzeText(accepted, { ...options, settings }).connections;
          const asked = machines
            .flatMap(({ monitors }) => monitors)
            .filter(({ made }) => made === 'asked');
          assert.deepEqual(
            asked.map(({ mode, chardev }) => `${mode} ${chardev?.backend.kind}`),
            [`${label.startsWith('HMP') ? 'hmp' : 'qmp'} socket`],
            accepted,
          );
        }
      });
    }
  }

  it('stands on lines of its own where the options do', () => {
    const { accept } = completeText('kvm \\\n  -m 1G \\\n  -|\n');
    assert.equal(
      accept('QMP monitor over TLS for one client'),
      [
        'kvm \\',
        '  -m 1G \\',
        '  -object tls-creds-x509,id=montls0,dir=/etc/pki/qemu,endpoint=server,verify-peer=on \\',
        '  -object authz-simple,id=monauthz0,identity=CN=client \\',
        '  -chardev socket,id=mon0,host=127.0.0.1,port=4444,server=on,wait=off,tls-creds=montls0,tls-authz=monauthz0 \\',
        '  -mon chardev=mon0,mode=control',
        '',
      ].join('\n'),
    );
  });

  it('does without -mon where the chosen QEMU warns of it', () => {
    const { accept } = completeText('kvm -|', { settings: { qemuVersion: 1101 } });
    assert.match(accept('QMP monitor over TLS for one client'), / -qmp chardev:mon0$/);
  });

  it('leads through what only its author knows', () => {
    const filled = (label: string) => {
      const { edit, stops } = completeText('kvm -|').item(label);
      return stops.map(({ start, end }) => edit.text.slice(start, end));
    };
    assert.deepEqual(
      filled('QMP monitor over TLS for one client'),
      splitWords('/etc/pki/qemu CN=client 127.0.0.1 4444'),
    );
    assert.deepEqual(filled('HMP monitor on a private UNIX socket'), ['run']);
  });

  it('says who can open it', () => {
    const { item } = completeText('kvm -|');
    assert.match(saidOf(item('HMP monitor on a private UNIX socket')).join(), /Only you/);
    assert.match(saidOf(item('QMP monitor over TLS for one client')).join(), /certificate/);
  });

  it('is not offered where one word is all that there is room for', () => {
    for (const text of [
      'M=-|\nkvm $M -monitor none',
      'kvm "-|"',
      'A="-m 1 -|"\nkvm $A',
      "kvm '-|'",
    ]) {
      const { items } = completeText(text);
      assert.ok(items.length > 0, text);
      assert.deepEqual(
        items.filter(({ kind }) => kind === 'snippet'),
        [],
        text,
      );
    }
  });
});
