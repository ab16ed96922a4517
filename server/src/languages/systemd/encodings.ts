import { type Encode, type Encodings, type LayerPart, writtenIn } from '../../text/encoding.ts';

/** A text's quotes; escapes are the same in all. */
export type UnitQuotes = 'bare' | 'single' | 'double';

const USES = ['command', 'other-user', 'plain', 'other-plain'] as const;

/** `command` expands `${NAME}` and `%t`, `plain` only `%t`; with `other-`, `%t` is another user's directory. */
export type UnitUse = (typeof USES)[number];

/** Whether `${NAME}` is expanded. */
export function hasVariables(use: UnitUse): boolean {
  return use === 'command' || use === 'other-user';
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\r', '\\r'],
]);

function encodeWith(quotes: UnitQuotes, use: UnitUse): Encode {
  return (parts, from, to, { level }) => {
    if (from !== to) return undefined;
    const encoded: LayerPart[] = [];
    for (const part of parts) {
      if (part.kind === 'source') {
        if (use.startsWith('other') && part.source.includes('%t')) return undefined;
        encoded.push(part.level < level ? part : { kind: 'text', text: part.source });
        continue;
      }
      const text = encodeText(part.text, quotes, use);
      if (text === undefined) return undefined;
      encoded.push({ kind: 'text', text });
    }
    const isEmpty =
      parts.length > 0 && parts.every((part) => part.kind === 'text' && part.text === '');
    // A lone semicolon ends the command, and empty text is no word.
    const isMark = parts.length === 1 && parts[0]?.kind === 'text' && parts[0].text === ';';
    return quotes === 'bare' && (isEmpty || isMark) ? undefined : encoded;
  };
}

function encodeText(text: string, quotes: UnitQuotes, use: UnitUse): string | undefined {
  let written = '';
  for (const character of text) {
    const escaped = ESCAPES.get(character);
    if (escaped !== undefined) written += escaped;
    else if (character < ' ' || character === '\u007f') return undefined;
    else if (character === '%') written += '%%';
    else if (character === '$' && hasVariables(use)) written += '$$';
    else if (character === '"' && quotes !== 'single') written += '\\"';
    else if (character === "'" && quotes !== 'double') written += "\\'";
    else if (character === ' ' && quotes === 'bare') written += '\\x20';
    else written += character;
  }
  return written;
}

function encodingsFor(use: UnitUse): Readonly<Record<UnitQuotes, Encodings>> {
  const encoding = (quotes: UnitQuotes): Encodings =>
    writtenIn({
      id: `unit-${use}-${quotes}`,
      notation: 'systemd',
      expands: hasVariables(use),
      encode: encodeWith(quotes, use),
    });
  return { bare: encoding('bare'), single: encoding('single'), double: encoding('double') };
}

/** Encodings by use and quotes. */
export const UNIT: Readonly<Record<UnitUse, Readonly<Record<UnitQuotes, Encodings>>>> = {
  command: encodingsFor('command'),
  'other-user': encodingsFor('other-user'),
  plain: encodingsFor('plain'),
  'other-plain': encodingsFor('other-plain'),
};

/** The place that an encoding is for; undefined in other notations. */
export function placeOfEncodings(
  encodings: Encodings,
): { readonly use: UnitUse; readonly quotes: UnitQuotes } | undefined {
  for (const use of USES) {
    for (const quotes of ['bare', 'single', 'double'] as const) {
      if (UNIT[use][quotes] === encodings) return { use, quotes };
    }
  }
  return undefined;
}
