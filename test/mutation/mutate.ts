/** Documents made of others by a few changes that a hand, a merge or a broken disk could make. */
import { numbersFrom } from '../support/random.ts';
import type { Seed } from './corpus.ts';

/** A number below a limit, and the same ones again for the same seed. */
export type Draw = (limit: number) => number;

export function drawFrom(seed: number): Draw {
  const next = numbersFrom(seed);
  return (limit) => Math.floor(next() * limit);
}

const PIECES = [
  ...[
    '"',
    "'",
    '`',
    '$',
    '\\',
    '{',
    '}',
    '(',
    ')',
    ' ',
    '\n',
    ',',
    ':',
    '=',
    '-',
    '#',
    ';',
    '&',
    '|',
  ],
  ...[
    '$(',
    '${',
    '<<EOF\n',
    '\r\n',
    '\t',
    '<',
    '>',
    '/',
    '[',
    ']',
    '"$@"',
    '$n',
    '0',
    'x',
    ',,',
    '\u{1F427}',
  ],
  ...[
    'server',
    'wait=off',
    'tcp::1',
    '-monitor ',
    '-qmp ',
    '-mon m',
    'id=m',
    'host=0.0.0.0',
    'set -u\n',
  ],
  ...['for n in a b; do ', 'done\n', 'if a; then ', 'fi\n', 'f() { ', '}\n', 'tmp=$(mktemp -d)\n'],
];

/** How many changes a document gets at most. */
const MAX_CHANGES = 4;

export function mutated(seeds: readonly Seed[], draw: Draw): Seed {
  const first = seeds[draw(seeds.length)];
  if (first === undefined) return { languageId: 'shellscript', text: '' };
  const others = seeds.filter(({ languageId }) => languageId === first.languageId);
  let { text } = first;
  for (let left = draw(MAX_CHANGES + 1); left > 0; left--) text = changed(text, others, draw);
  return { languageId: first.languageId, text };
}

function changed(text: string, others: readonly Seed[], draw: Draw): string {
  const at = draw(text.length + 1);
  const lines = text.split('\n');
  const line = draw(lines.length);
  switch (draw(9)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + (PIECES[draw(PIECES.length)] ?? '') + text.slice(at);
    case 2:
      return text.slice(0, at) + (PIECES[draw(PIECES.length)] ?? '') + text.slice(at + 1);
    case 3:
      return lines.toSpliced(line, 1).join('\n');
    case 4:
      return lines.toSpliced(line, 0, lines[draw(lines.length)] ?? '').join('\n');
    case 5:
      return text.slice(0, at);
    case 6: {
      // Quotes around a word, or gone.
      const quote = draw(2) === 0 ? '"' : "'";
      const words = text.split(/(\s+)/);
      const word = draw(words.length);
      const old = words[word] ?? '';
      return words
        .with(word, /["']/.test(old) ? old.replace(/["']/g, '') : quote + old + quote)
        .join('');
    }
    case 7: {
      const other = others[draw(others.length)]?.text ?? '';
      return text.slice(0, at) + other.slice(draw(other.length + 1));
    }
    default: {
      const other = others[draw(others.length)]?.text.split('\n') ?? [];
      return lines.toSpliced(line, 0, other[draw(other.length)] ?? '').join('\n');
    }
  }
}
