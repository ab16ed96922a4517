/** Texts that a host language gives to a shell, with a host that writes each `$` twice. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Block } from '../../server/src/invocation/domain/blocks.ts';
import { lowerEmbeddedShell } from '../../server/src/invocation/from-shell.ts';
import type { Invocation } from '../../server/src/invocation/invocation.ts';
import type { EmbeddedScript } from '../../server/src/invocation/shell/embedded.ts';
import { plain, spell } from '../../server/src/syntax/spell.ts';
import { describeEncodings, type Encode, writtenIn } from '../../server/src/text/encoding.ts';
import {
  type MappedText,
  mappedText,
  type Piece,
  written,
} from '../../server/src/text/mapped-text.ts';

const encode: Encode = (parts) =>
  parts.map((part) => {
    if (part.kind === 'source') return part;
    return { kind: 'text', text: part.text.replaceAll('$', '$$$$') };
  });
const HOST = writtenIn({ id: 'twice', notation: 'twice', expands: false, encode });

/** What the shell gets of a host's text: `$$` is a dollar, `<name>` is unknown. */
function decoded(source: string): MappedText {
  const pieces = [...source.matchAll(/\$\$|<\w+>|[^$<]+|[$<]/g)].map(({ 0: own, index }): Piece => {
    const base = {
      at: { start: index, end: index + own.length },
      encodings: HOST,
      through: [],
    };
    if (own.startsWith('<')) return { kind: 'unknown', source: own, ...base };
    const text = own === '$$' ? '$' : own;
    return { kind: 'known', text, verbatim: own === text, ...base };
  });
  return mappedText(pieces);
}

function script(source: string, more: Partial<EmbeddedScript> = {}): EmbeddedScript {
  return { text: decoded(source), dialect: 'posix', ...more };
}

function lowered(scripts: readonly EmbeddedScript[], held: readonly EmbeddedScript[] = []) {
  return lowerEmbeddedShell(scripts, { length: 100, held: () => held });
}

function linesOf(invocations: readonly Invocation[]): readonly string[] {
  return invocations.flatMap((found) => {
    if (found.kind !== 'argv') return [];
    const words = found.words.map(({ value }) => written(value)).join('|');
    return found.partial === 'fragment' ? `held ${words}` : words;
  });
}

describe('a text that a host gives to a shell', () => {
  it('is read as a script, and each is a shell of its own', () => {
    const found = lowered([
      script('P=1; qemu-system-arm -monitor tcp::$$P'),
      script('qemu-system-arm -monitor tcp::$$P,<more>'),
    ]);
    assert.deepEqual(linesOf(found), ['-monitor|tcp::1', '-monitor|tcp::$P,<more>']);
  });

  it('says where it is written, in which layers', () => {
    const [line] = lowered([script('qemu-system-arm -qmp "tcp:$$H:1"')]);
    assert.ok(line?.kind === 'argv');
    const pieces = line.words[1]?.value.pieces ?? [];
    assert.deepEqual(
      pieces.map(({ at, encodings }) => [at.start, at.end, describeEncodings(encodings)]),
      [
        [22, 26, 'twice>double'],
        [26, 29, 'twice>double'],
        [29, 31, 'twice>double'],
      ],
    );
    const [first] = pieces;
    assert.ok(first);
    const text = spell(
      [...plain('a "'), { kind: 'source', source: '$HOME' }],
      first.encodings,
      first.encodings,
    );
    assert.equal(text, 'a \\"$$HOME');
  });

  it('sees the environment that the host gives it, and hands it on', () => {
    const environment = new Map([
      ['P', [decoded('1'), decoded('2')]],
      ['Q', [undefined]],
    ]);
    const found = lowered([
      script("qemu-system-arm -m $$P; sh -c 'qemu-system-arm -S $$P $$Q'", { environment }),
    ]);
    assert.deepEqual(linesOf(found), ['-m|1', '-m|2', '-S|1|$Q', '-S|2|$Q']);
  });

  it('has the condition of the host', () => {
    const condition = { start: 90, end: 99 };
    const block: Block = {
      kind: 'branch',
      parent: undefined,
      choice: undefined,
      looped: false,
      condition,
    };
    const [line] = lowered([script('qemu-system-arm -S', { block })]);
    assert.ok(line?.kind === 'argv');
    assert.deepEqual(line.condition, condition);
  });

  it('is not needed for unused words, and hides them where a QEMU is started', () => {
    const held = [script('-monitor tcp::1'), script('-Wall -Werror'), script('a; b')];
    assert.deepEqual(linesOf(lowered([script('make all')], held)), ['held -monitor|tcp::1']);
    assert.deepEqual(linesOf(lowered([script('kvm -S')], held)), ['-S']);
  });
});
