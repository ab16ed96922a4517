import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { plain } from '../../server/src/syntax/spell.ts';
import { analyzeText } from '../support/check.ts';
import { spellIn } from '../support/encodings.ts';

/** A chardev with its monitor, as properties without commas and quotes. */
const machine = fc.record({
  backend: fc.constantFrom('socket', 'udp', 'pty', 'stdio'),
  host: fc.option(
    fc.constantFrom('', '0.0.0.0', 'localhost', '127.0.0.1', '10.0.0.1', '::', '::1'),
  ),
  port: fc.option(fc.constantFrom('4444', '0', 'http')),
  path: fc.option(fc.constantFrom('/run/vm/x.sock', 'a b.sock'), { freq: 5 }),
  server: fc.option(fc.constantFrom('on', 'off', 'yes', 'maybe')),
  telnet: fc.option(fc.constantFrom('on', 'off')),
  'tls-creds': fc.option(fc.constantFrom('t', 'gone'), { freq: 3 }),
  mode: fc.option(fc.constantFrom('control', 'readline', 'other')),
  creds: fc.constantFrom('tls-creds-x509', 'tls-creds-anon', 'tls-creds-psk'),
});

type Group = readonly (readonly [string, string])[];

function present(properties: Readonly<Record<string, string | null>>): Group {
  return Object.entries(properties).flatMap(([key, value]) =>
    value === null ? [] : [[key, value] as const],
  );
}

function rulesOf(text: string, languageId: string): readonly string[] {
  return analyzeText(text, { languageId, settings: { showPossible: true } })
    .findings.map((finding) => `${finding.rule} ${finding.severity}`)
    .toSorted();
}

describe('one verdict', () => {
  it('a machine gives the same findings in a script, in domain XML and in a config file', () => {
    fc.assert(
      fc.property(machine, ({ creds, mode, ...chardev }) => {
        const groups = {
          object: present({ 'qom-type': creds, id: 't', endpoint: 'server' }),
          chardev: present({ id: 'm', ...chardev }),
          mon: present({ chardev: 'm', mode }),
        };
        const list = (group: Group) => group.map(([key, value]) => `${key}=${value}`).join(',');
        const argv = Object.entries(groups).flatMap(([name, group]) => [`-${name}`, list(group)]);
        const shell = `kvm $EXTRA ${argv.map((word) => spellIn(plain(word), 'bare', 'bare')).join(' ')}`;
        const elements = argv.map((word) => {
          return `<q:arg value='${spellIn(plain(word), 'attribute-single', 'attribute-single')}'/>`;
        });
        const xml = `<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:commandline>${elements.join('')}</q:commandline></domain>`;
        const config = Object.entries(groups)
          .map(([name, group]) => {
            const lines = group.map(([key, value]) => {
              return `${key} = "${spellIn(plain(value), 'quoted', 'quoted')}"\n`;
            });
            return `[${name}]\n${lines.join('')}`;
          })
          .join('');
        const verdict = rulesOf(shell, 'shellscript');
        assert.deepEqual(rulesOf(xml, 'xml'), verdict, xml);
        assert.deepEqual(rulesOf(config, 'qemu-config'), verdict, config);
      }),
      { seed: 20261124, numRuns: 800 },
    );
  });
});
