/** Variables whose text a fix changes: other uses, and assignments to remove once unused (ShellCheck's SC2034). */
import type { Edit } from '../../text/edit.ts';
import type { MappedText, Use } from '../../text/mapped-text.ts';
import { contains, type Span, spanKey } from '../../text/span.ts';

/** Quotes and expansions that a second reading, such as `eval`, interprets. */
const READ_AGAIN = /\\["$`]/;

/** The same in single quotes. */
const READ_AGAIN_IN_SINGLE = /'"/;

/**
 * Whether edits write for a second reading into a variable with plain uses: after `CMD="kvm
 * -monitor unix:$SOCK"; eval "$CMD"`, `rm "$SOCK"` would get the quotes.
 */
export function breaksOtherUses(
  source: string,
  { pieces }: MappedText,
  edits: readonly Edit[],
): boolean {
  const isReadAgain = pieces.some(({ encodings }) => encodings.layers.length > 1);
  const twice = edits.filter(({ text }) => {
    return READ_AGAIN.test(text) || (isReadAgain && READ_AGAIN_IN_SINGLE.test(text));
  });
  if (twice.length === 0) return false;
  const known = pieces.flatMap(({ through }) => through.map(({ at }) => at));
  return pieces.some(({ definition }) => {
    const name = definition && /^(\w+)=/.exec(source.slice(definition.start, definition.end))?.[1];
    if (!definition || !name || !twice.some(({ at }) => contains(definition, at))) return false;
    return [...source.matchAll(new RegExp(`\\$(?:\\{[#!]?)?${name}\\b`, 'g'))].some(({ index }) => {
      return !known.some(({ start, end }) => start <= index && index < end);
    });
  });
}

/** An assignment `HOST=127.0.0.1` and its use `$HOST`. */
interface Definition {
  readonly name: string;
  readonly at: Span;
  readonly use: Use;
}

/**
 * Removes assignments behind `texts` that `edits` leave unused. Keeps those that share a line, run
 * something, or are a block's only command.
 */
export function orphanEdits(
  source: string,
  texts: readonly MappedText[],
  edits: readonly Edit[],
): readonly Edit[] {
  const definitions = new Map<string, Definition>();
  for (const text of texts) {
    for (const definition of definitionsOf(text)) {
      definitions.set(spanKey(definition.at), definition);
    }
  }
  const removed: Edit[] = [];
  for (const definition of definitions.values()) {
    if (isUsed(source, definition, edits)) continue;
    const line = lineOfAssignment(source, definition);
    if (line) removed.push({ at: line, text: '' });
  }
  return removed;
}

function definitionsOf({ pieces }: MappedText): readonly Definition[] {
  return pieces.flatMap(({ through, definition: at }): readonly Definition[] => {
    const [use, ...others] = through;
    const name = /^\$(?:(\w+)|\{(\w+)\})$/.exec(use?.source ?? '');
    if (name === null || !use || !at || others.length > 0) return [];
    return [{ name: name[1] ?? name[2] ?? '', at, use }];
  });
}

/** Whether a variable occurs outside its assignment after the edits. */
function isUsed(source: string, { name, at }: Definition, edits: readonly Edit[]): boolean {
  const mention = new RegExp(`\\b${name}\\b`, 'g');
  if (edits.some(({ text }) => text.search(mention) !== -1)) return true;
  for (const { index } of source.matchAll(mention)) {
    const place = { start: index, end: index + name.length };
    if (contains(at, place)) continue;
    if (!edits.some((edit) => contains(edit.at, place))) return true;
  }
  return false;
}

/** Words that begin and end a block. */
const BEGINS = /(?:^|[\s;&|])(?:then|do|else|\{|\()\s*$|\)\s*$/;
const ENDS = /^\s*(?:fi|done|else|elif|\}|\)|;;|;&)/;

/** Its line with the newline, if nothing else is on it. */
function lineOfAssignment(source: string, { name, at }: Definition): Span | undefined {
  const start = source.lastIndexOf('\n', at.start - 1) + 1;
  const end = source.indexOf('\n', at.end);
  if (end === -1) return undefined;
  const before = source.slice(start, at.start);
  const behind = source.slice(at.end, end);
  const assigned = source.slice(at.start, at.end);
  const declared = /^\s*(?:(?:local|readonly|declare|typeset)\s+(?:-r\s+)?)?$/.test(before);
  if (!assigned.startsWith(`${name}=`) || !declared || !/^\s*(?:#.*)?$/.test(behind))
    return undefined;
  // It may run a command or assign another variable.
  const value = assigned.slice(name.length + 1);
  if (/\$\(|`|\n|\$\{(?:(?!\$\{)[^}])*=/.test(value)) return undefined;
  const lines = source.slice(0, start).trimEnd();
  const isFirst = BEGINS.test(lines.slice(lines.lastIndexOf('\n') + 1));
  const isLast = ENDS.test(source.slice(end + 1).trimStart());
  return isFirst && isLast ? undefined : { start, end: end + 1 };
}
