/** Stacks of encodings by their names, as `describeEncodings` gives them. */
import { READCONFIG } from '../../server/src/syntax/readconfig/encodings.ts';
import { SHELL } from '../../server/src/syntax/shell/encodings.ts';
import { SHLEX } from '../../server/src/syntax/shlex/encodings.ts';
import { spell, type Template } from '../../server/src/syntax/spell.ts';
import { XML } from '../../server/src/syntax/xml/encodings.ts';
import {
  describeEncodings,
  type Encodings,
  expandedBefore,
  readAgain,
  UNKNOWN_ENCODING,
} from '../../server/src/text/encoding.ts';

/** Every encoding by its name. */
const ENCODINGS: Readonly<Record<string, Encodings>> = {
  ...READCONFIG,
  ...XML,
  ...SHELL,
  ...SHLEX,
  unknown: UNKNOWN_ENCODING,
};

/** The stack with a name, such as `single>double` or `double^bare`; the name of none is a mistake of the test. */
export function encodingsOf(name: string): Encodings {
  const [first = '', ...others] = name.split(/(?=[>^])/);
  return others.reduce((outer, inner) => {
    const read = inner.startsWith('>') ? readAgain : expandedBefore;
    return read(outer, encodingsOf(inner.slice(1)));
  }, base(first));
}

function base(name: string): Encodings {
  const found = ENCODINGS[name];
  if (found === undefined) throw new Error(`No encoding is called ${name}`);
  return found;
}

/** `spell` for stacks by their names. */
export function spellIn(template: Template, from: string, to: string): string | undefined {
  return spell(template, encodingsOf(from), encodingsOf(to));
}

/** The name of the stack of a piece or use. */
export function nameOf({ encodings }: { readonly encodings: Encodings }): string {
  return describeEncodings(encodings);
}
