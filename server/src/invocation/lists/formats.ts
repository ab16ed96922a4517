/** Fills formats with arguments. */
import { CODE } from '../../syntax/literals/forms.ts';
import { LIMITS } from '../../text/limits.ts';
import { type MappedText, unwritten } from '../../text/mapped-text.ts';
import { unwritableHere, withFormats } from './addresses.ts';
import { combined, type Expression } from './names.ts';
import { PRINTS_INTO } from './program.ts';
import type { Reading } from './reading.ts';

const FORMATTERS = /^(?:Sprintf|sprintf|format|Format|vformat|allocPrint|allocPrintZ)$/;

/** Whether a call fills a format with the arguments after it. */
export function isFormatting(name: string): boolean {
  return FORMATTERS.test(name) || (PRINTS_INTO.test(name) && !name.startsWith('String'));
}

/** Methods that do: `"tcp::%d".formatted(port)`. */
export const FILLING = /^(?:format|formatted|arg)$/;

/** `net.JoinHostPort(host, port)` of Go; undefined for another call. */
export function joined(
  name: string,
  [host, port]: readonly Expression[],
): readonly MappedText[] | undefined {
  if (name !== 'JoinHostPort' || !host || !port) return undefined;
  const colon = unwritten(':', host.at.end, CODE);
  return combined([host.alternatives, [colon], port.alternatives])?.map(unwritableHere);
}

/** Fills formats: `%s` and `{}` by order, `{0}` and `%1` by number, `{host}` by name. */
export function formatted(
  on: Reading,
  formats: readonly MappedText[],
  given: readonly Expression[],
  index: number,
  depth: number,
): readonly MappedText[] {
  const texts: MappedText[] = [];
  let turns = 1;
  for (let turn = 0; turn < Math.min(turns, LIMITS.few); turn++) {
    const filled = (format: string, number: number): MappedText | undefined => {
      const [, name, place] = /^\{(?:([A-Za-z_]\w*)|(\d+))/.exec(format) ?? [];
      const ordinal = /^%(\d)$/.exec(format)?.[1];
      const known = name
        ? on.valuesOfName(name, index, depth + 1)
        : given[ordinal ? Number(ordinal) - 1 : place ? Number(place) : number]?.alternatives;
      turns = Math.max(turns, known?.length ?? 1);
      // An unknown value is inserted too: it keeps its place and name.
      return known?.[Math.min(turn, known.length - 1)];
    };
    texts.push(...formats.map((text) => withFormats(text, filled)));
  }
  return texts.slice(0, LIMITS.kept);
}

/** The format operators of Ruby and PowerShell: `'tcp::%d' % port`, `'tcp::{0}' -f $port`. */
export function fillsAt(on: Reading, at: number): boolean {
  if (on.tokenAt(at - 1)?.kind !== 'literal') return false;
  return on.textAt(at) === '%' || (on.tokenAt(at)?.kind === 'literal' && on.wordAt(at) === '-f');
}
