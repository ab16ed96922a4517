/**
 * Whether a variable that holds a socket's directory is used for other things as well: who changes
 * `DIR=/tmp` for the sake of `$DIR/qmp.sock` moves `$DIR/disk.img` too.
 */
import { type PartInWord, partsOfScript } from '../../../syntax/shell/parts.ts';
import type { ShellScript } from '../../../syntax/shell/tree.ts';
import type { MappedText, Piece } from '../../../text/mapped-text.ts';

/** A variable of which a path begins with the value, and what the path has behind it. */
export interface DirectoryVariable {
  readonly name: string;
  /** `/qmp.sock` of `$DIR/qmp.sock`. */
  readonly rest: string;
}

/** The variable that holds the beginning of a path; undefined for one that is written in one place. */
export function directoryVariable(
  source: string,
  { text, pieces, starts }: MappedText,
): DirectoryVariable | undefined {
  const [first] = pieces;
  const definition = first && definitionOf(first);
  if (definition === undefined) return undefined;
  const end = pieces.findIndex((piece) => definitionOf(piece)?.start !== definition.start);
  const name = /^(\w+)=/.exec(source.slice(definition.start, definition.end))?.[1];
  if (end === -1 || name === undefined) return undefined;
  return { name, rest: text.slice(starts[end]) };
}

function definitionOf({ through, definition }: Piece): Piece['definition'] {
  return through.length > 0 ? definition : undefined;
}

/** Whether a script uses the variable for anything but the path. */
export function isUsedOtherwise(script: ShellScript, { name, rest }: DirectoryVariable): boolean {
  return (usesIn(script).get(name) ?? []).some(({ next }) => {
    const behind = next?.kind === 'text' ? next.text.text : '';
    return !behind.startsWith(rest) || /^[\w/-]|^\.\w/.test(behind.slice(rest.length));
  });
}

/** Made once for all sockets that move. */
const uses = new WeakMap<ShellScript, ReadonlyMap<string, readonly PartInWord[]>>();

/** The expansions of a script by the name of their variable. */
function usesIn(script: ShellScript): ReadonlyMap<string, readonly PartInWord[]> {
  const known = uses.get(script);
  if (known) return known;
  const found = new Map<string, PartInWord[]>();
  for (const item of partsOfScript(script)) {
    if (item.part.kind !== 'parameter') continue;
    const others = found.get(item.part.name);
    if (others) others.push(item);
    else found.set(item.part.name, [item]);
  }
  uses.set(script, found);
  return found;
}
