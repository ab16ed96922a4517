import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hostKind } from '../../server/src/qemu/chardev/address.ts';
import { mappedText, type Piece, verbatim } from '../../server/src/text/mapped-text.ts';
import { splitWords } from '../../server/src/text/split-words.ts';
import { encodingsOf } from '../support/encodings.ts';

function kindOf(host: string) {
  return hostKind(verbatim(host, { start: 0, end: host.length }, encodingsOf('bare')));
}

/** A host with an unknown piece wherever `?` stands. */
function unknownKind(host: string) {
  const pieces = [...host].map((character, index): Piece => {
    const at = { start: index, end: index + 1 };
    return character === '?'
      ? { kind: 'unknown', source: '$X', at, encodings: encodingsOf('bare'), through: [] }
      : {
          kind: 'known',
          text: character,
          verbatim: true,
          at,
          encodings: encodingsOf('bare'),
          through: [],
        };
  });
  return hostKind(mappedText(pieces));
}

describe('hostKind', () => {
  const table = {
    any: [
      // glibc's getaddrinfo takes it for no name; QEMU 10.0 listens everywhere on `tcp:*:4444`.
      '*',
      '',
      '0',
      '0.0.0.0',
      '0.0',
      '0x0',
      '00',
      '::',
      '0:0:0:0:0:0:0:0',
      '::0.0.0.0',
      '::ffff:0.0.0.0',
    ],
    loopback: splitWords(`
      localhost LocalHost 127.0.0.1 127.255.0.9 127.1 127.0.1 0x7f000001 2130706433 017700000001
      0177.0.0.1 ::1 0:0:0:0:0:0:0:1 ::ffff:127.0.0.1 ::ffff:7f00:1 0::1
    `),
    other: splitWords(`
      10.0.0.1 128.0.0.1 192.168.1.1 example.org localhost.example.org 127.0.0.256 fe80::1%eth0
      2001:db8::1 ::2 1.2.3.4.5 127.0.0.1.example 127 08.0.0.1 ::: 1:2:3:4:5:6:7:8:9 ::1:: g::1
      4294967296
    `),
  } as const;
  for (const [kind, hosts] of Object.entries(table)) {
    it(`knows every spelling of: ${kind}`, () => {
      for (const host of hosts) assert.equal(kindOf(host), kind, host);
    });
  }

  it('judges a partly unknown host by what is known at its beginning', () => {
    assert.equal(unknownKind('?'), 'unknown');
    assert.equal(unknownKind('?.0.0.1'), 'unknown');
    assert.equal(unknownKind('127.0.0.?'), 'loopback');
    assert.equal(unknownKind('127.?'), 'loopback');
    assert.equal(unknownKind('192.168.?.1'), 'other');
    assert.equal(unknownKind('host?'), 'other');
  });
});
