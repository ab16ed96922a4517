/**
 * Takes the text of a comment apart: `qemu-monitor-guard: ignore[rule-id, other-id] reason`. Whether the
 * words mean anything is for the rules about comments to say.
 * Why: docs/decisions/suppression.md
 */
import type { Written } from '../../rules/rule.ts';
import type { Span } from '../../text/span.ts';

/** What a comment that is meant for us begins with. */
export const MARKER = 'qemu-monitor-guard:';

/** What stands where a reason is still to be written, for clients that cannot ask for it. */
export const REASON_TO_WRITE = 'say why';

/** A comment that is meant for us. Spans count as those of the text that it is in. */
export interface Directive {
  /** From the marker to the last character that is no blank. */
  readonly at: Span;
  /** The `ignore` behind the marker; empty where there is no word. */
  readonly verb: Written;
  /** `[rule-id, other-id]` with its brackets; undefined without an opening one. */
  readonly list: Span | undefined;
  /** Whether the list has its closing bracket; without it only words that look like ids are taken. */
  readonly isClosed: boolean;
  readonly ids: readonly Written[];
  /** What stands behind the list, without the blanks around it; empty where it is missing. */
  readonly reason: Written;
}

/** The directive in a comment whose inside is `[start, end)` of a text; undefined for any other comment. */
export function readDirective(text: string, { start, end }: Span): Directive | undefined {
  const inside = text.slice(start, end);
  const lead = inside.length - inside.replace(/^[\s#]+/, '').length;
  if (!inside.startsWith(MARKER, lead)) return undefined;
  const length = inside.trimEnd().length;
  const at = { start: start + lead, end: start + length };
  const written = (from: number, to: number): Written => {
    const raw = inside.slice(from, to);
    const first = from + raw.length - raw.trimStart().length;
    const words = raw.trim();
    return { text: words, at: { start: start + first, end: start + first + words.length } };
  };
  const verbEnd = endOf(inside, /\s*[\w-]*/y, lead + MARKER.length);
  const verb = written(lead + MARKER.length, verbEnd);
  const open = endOf(inside, /\s*/y, verbEnd);
  if (inside[open] !== '[') {
    return {
      at,
      verb,
      list: undefined,
      isClosed: false,
      ids: [],
      reason: written(verbEnd, length),
    };
  }
  const closing = inside.indexOf(']', open);
  // The next bracket may be one of the reason's.
  const isClosed = closing !== -1 && inside.lastIndexOf('[', closing) === open;
  const idsEnd = isClosed ? closing : endOf(inside, /\s*[\w-]+(?:\s*,\s*[\w-]+)*/y, open + 1);
  const listEnd = isClosed ? closing + 1 : idsEnd;
  const ids: Written[] = [];
  for (let from = open + 1; from < idsEnd; ) {
    const comma = inside.indexOf(',', from);
    const to = comma === -1 ? idsEnd : Math.min(comma, idsEnd);
    const id = written(from, to);
    if (id.text !== '') ids.push(id);
    from = to + 1;
  }
  const list = { start: start + open, end: start + listEnd };
  return { at, verb, list, isClosed, ids, reason: written(listEnd, length) };
}

/** Where what a sticky pattern matches at a position ends; the position itself where it does not match. */
function endOf(text: string, pattern: RegExp, position: number): number {
  pattern.lastIndex = position;
  return pattern.test(text) ? pattern.lastIndex : position;
}

/** Whether a text says anything: it has a letter or a digit, and is not what was put there to be replaced. */
export function isReason(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text) && text !== REASON_TO_WRITE;
}
