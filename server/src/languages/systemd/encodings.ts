/** How text is written in the values of a unit file, so that systemd gives it back. */
import { type Encode, type Encodings, type LayerPart, writtenIn } from '../../text/encoding.ts';

/** The quotes that text stands in; escapes are the same in all of them. */
export type UnitQuotes = 'bare' | 'single' | 'double';

const USES = ['command', 'other-user', 'plain', 'other-plain'] as const;

/**
 * What happens to a text behind the quotes. `command`: `${NAME}` and `%t` are replaced. `plain`: only `%t` is, as in
 * `Environment=`. `other-user` and `other-plain`: the same, where the directory `%t` is not that of the user who runs it.
 */
export type UnitUse = (typeof USES)[number];

/** Whether `${NAME}` is a variable there. */
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
    // By itself a semicolon would end the command, and an empty text be no word; where no text comes, the rest stays one.
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

/** How text is written at each kind of place. */
export const UNIT: Readonly<Record<UnitUse, Readonly<Record<UnitQuotes, Encodings>>>> = {
  command: encodingsFor('command'),
  'other-user': encodingsFor('other-user'),
  plain: encodingsFor('plain'),
  'other-plain': encodingsFor('other-plain'),
};

/** Where in a unit file a text stands; undefined for one of another notation. */
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
