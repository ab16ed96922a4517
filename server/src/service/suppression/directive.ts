/** Parses `qemu-monitor-guard: ignore[rule-id, other-id] reason`; rules check validity. */
import type { Written } from '../../rules/rule.ts';
import type { Span } from '../../text/span.ts';

/** Begins a suppression comment. */
export const MARKER = 'qemu-monitor-guard:';

/** The placeholder for a reason. */
export const REASON_TO_WRITE = 'say why';

/** A directive with offsets of its text. */
export interface Directive {
  /** From the marker to the last character that is not blank. */
  readonly at: Span;
  /** The word after the marker; may be empty. */
  readonly verb: Written;
  /** `[rule-id, other-id]`; undefined without `[`. */
  readonly list: Span | undefined;
  /** Whether the list ends with `]`; else only words that look like ids count. */
  readonly isClosed: boolean;
  readonly ids: readonly Written[];
  /** The text after the list; may be empty. */
  readonly reason: Written;
}

/** Reads a comment's content; undefined for other comments. */
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
  // The bracket may belong to the reason.
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

function endOf(text: string, pattern: RegExp, position: number): number {
  pattern.lastIndex = position;
  return pattern.test(text) ? pattern.lastIndex : position;
}

/** Whether a text is a reason. */
export function isReason(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text) && text !== REASON_TO_WRITE;
}
