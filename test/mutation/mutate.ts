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
    ',path=a',
    ',abstract=on',
    ' -set chardev.m.port=1',
  ],
  ...['EOF\n', '"$(cat <<EOF\n', 'bash <<EOF\n', ' # so\n', '  # so\n', '<!-- so -->\n', '```\n'],
  ...['for n in a b; do ', 'done\n', 'if a; then ', 'fi\n', 'f() { ', '}\n', 'tmp=$(mktemp -d)\n'],
];

/** How many changes a document gets at most. */
const MAX_CHANGES = 4;

export function mutated(seeds: readonly Seed[], draw: Draw): Seed {
  const ending = drawEnding(seeds, draw);
  const own = seeds.filter((seed) => seed.ending === ending).map(({ text }) => text);
  // What comes into a document from another one may be broken itself.
  const other = () => mutatedText(own, draw, () => own[draw(own.length)] ?? '');
  return { ending, text: mutatedText(own, draw, other) };
}

/** Each language has its turn, and those with many documents more of them. */
function drawEnding(seeds: readonly Seed[], draw: Draw): string {
  const endings = seeds.map(({ ending }) => ending);
  const drawn = draw(2) === 0 ? endings : [...new Set(endings)];
  return drawn[draw(drawn.length)] ?? '';
}

function mutatedText(texts: readonly string[], draw: Draw, other: () => string): string {
  let text = texts[draw(texts.length)] ?? '';
  for (let left = draw(MAX_CHANGES + 1); left > 0; left--) text = changed(text, draw, other);
  return text;
}

function changed(text: string, draw: Draw, other: () => string): string {
  const at = draw(text.length + 1);
  const lines = text.split('\n');
  const line = draw(lines.length);
  switch (draw(10)) {
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
      const from = other();
      return text.slice(0, at) + from.slice(draw(from.length + 1));
    }
    case 8:
      return text + other();
    default: {
      const from = other().split('\n');
      return lines.toSpliced(line, 0, from[draw(from.length)] ?? '').join('\n');
    }
  }
}
