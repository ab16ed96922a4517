import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import type { ArgvInvocation } from '../../server/src/invocation/invocation.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import type { Span } from '../../server/src/text/span.ts';
import { inString, launchScript, mutated } from '../support/arbitraries.ts';
import { analyzeText } from '../support/check.ts';
import { nameOf, spellIn } from '../support/encodings.ts';

const OPTIONS = { seed: 20261124, numRuns: 300 };

/** Contexts that a word of a command may have by itself. */
type FramedContext = 'bare' | 'double' | 'single' | 'ansi-c';

/** A word whose middle has the context, and what the reading of it must give. */
const FRAMES: Readonly<Record<FramedContext, readonly [string, string]>> = {
  bare: ['', ''],
  double: ['"', '"'],
  single: ["'", "'"],
  'ansi-c': ["$'", "'"],
};

function wordOf(source: string): string | undefined {
  const [node] = readShell(`echo x${source}`).nodes;
  const word = node?.kind === 'command' ? node.words[1] : undefined;
  return word?.parts
    .map((part) => (part.kind === 'text' ? part.text.decoded : '?'))
    .join('')
    .slice(1);
}

/** Options that no command is given are the affair of the file, and not of strings in it. */
function isLaunch({ partial }: ArgvInvocation): boolean {
  return partial !== 'fragment';
}

describe('laws of the shell', () => {
  it('reading inverts spelling, from every context into every context', () => {
    const contexts = Object.keys(FRAMES) as (keyof typeof FRAMES)[];
    fc.assert(
      fc.property(
        fc
          .string({ unit: 'binary' })
          .filter((text) => !text.includes('\0') && !text.includes('\r')),
        fc.constantFrom(...contexts),
        fc.constantFrom(...contexts),
        (text, from, to) => {
          const spelled = spellIn([{ kind: 'text', text }], from, to);
          assert.ok(spelled !== undefined);
          assert.equal(wordOf(FRAMES[from][0] + spelled + FRAMES[to][1]), text);
        },
      ),
      OPTIONS,
    );
  });

  it('nothing throws, and every span lies inside the text', () => {
    const fragments = [
      'qemu-system-x86_64 -monitor ',
      'tcp::4,server',
      '"',
      "'",
      '$(',
      ')',
      '`',
      '\\\n',
    ];
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.oneof(fc.constantFrom(...fragments), fc.string()), { maxLength: 12 })
        .map((parts) => parts.join('')),
      mutated(launchScript),
      mutated(inString(launchScript)),
    );
    fc.assert(
      fc.property(text, (source) => {
        // The `\r` of a line ending is read as a line ending too.
        const read = source.replaceAll('\\\r\n', ' \\\n').replaceAll('\r\n', '\n\n');
        const written = ({ start, end }: Span) => read.slice(start, end);
        for (const { words } of lowerShell(readShell(source))) {
          for (const { at, value: word } of words) {
            assert.ok(at.start >= 0 && at.end <= source.length && at.start <= at.end);
            for (const piece of word.pieces) {
              assert.ok(piece.at.start <= piece.at.end && piece.at.end <= source.length);
              if (piece.kind === 'known' && piece.verbatim) {
                assert.equal(written(piece.at), piece.text);
              }
              // What a shell inside a string expands is written with the quotes of the string around it.
              if (piece.kind === 'unknown' && !/[>^]/.test(nameOf(piece))) {
                assert.equal(written(piece.at), piece.source);
              }
            }
          }
        }
        for (const { at, related } of analyzeText(source).findings) {
          for (const place of [at, ...related.map((other) => other.at)]) {
            assert.ok(place.start >= 0 && place.start <= place.end && place.end <= source.length);
          }
        }
      }),
      { ...OPTIONS, numRuns: 1500 },
    );
  });

  it('a command in quotes for a shell is the command itself, with every character at its place', () => {
    const carriers = ["bash -c '", "ssh host '", "eval '", "bash <<< '", "tmux new '"];
    fc.assert(
      fc.property(mutated(launchScript), fc.constantFrom(...carriers), (script, before) => {
        const command = script.replaceAll("'", ' ').replaceAll('\r', ' ');
        const direct = lowerShell(readShell(command));
        const inside = lowerShell(readShell(`${before}${command}'`));
        const shown = (invocations: typeof direct, shift: number) =>
          invocations.filter(isLaunch).map(({ words }) =>
            words.map(({ value, at, many }) => ({
              text: value.decoded,
              many,
              start: at.start - shift,
              places: value.pieces.map((piece) => [piece.at.start - shift, piece.at.end - shift]),
            })),
          );
        if (!/qemu|kvm/.test(command)) return;
        assert.deepEqual(shown(inside, before.length), shown(direct, 0), command);
      }),
      { ...OPTIONS, numRuns: 600 },
    );
  });
});
