/** Finds the smallest piece of QEMU's text at an offset. Why: docs/decisions/hover-and-completion.md */
import type { ConfigSection } from '../../invocation/invocation.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import type { Property } from '../../qemu/options/keyval.ts';
import type { Option } from '../../qemu/options/options.ts';
import { optionTokens, sectionTokens, type Token } from '../../qemu/token/token.ts';
import { type MappedText, runs, slice, type Use } from '../../text/mapped-text.ts';
import { cover, type Span, sameSpan } from '../../text/span.ts';

export type Owner =
  | { readonly kind: 'option'; readonly option: Option }
  | { readonly kind: 'section'; readonly section: ConfigSection };

/** A place and an offset in it. */
export interface Pointed {
  readonly at: Span;
  readonly offset: number;
}

/** A token of one machine. */
export interface TokenAt extends Pointed {
  readonly machine: Machine;
  readonly owner: Owner;
  readonly token: Token;
  /** The part, or its expansion. */
  readonly at: Span;
  /** `$MONITOR` */
  readonly use: Use | undefined;
}

/** The smallest tokens of all machines at an offset. One that ends there counts only if no other is there. */
export function tokensAt(machines: readonly Machine[], offset: number): readonly TokenAt[] {
  let best: TokenAt[] = [];
  for (const found of candidates(machines, offset)) {
    const order = best[0] === undefined ? -1 : compare(found.at, best[0].at, offset);
    if (order < 0) best = [found];
    else if (order === 0) best.push(found);
  }
  return best;
}

function compare(a: Span, b: Span, offset: number): number {
  if (sameSpan(a, b)) return 0;
  const ends = Number(a.end === offset) - Number(b.end === offset);
  if (ends !== 0) return ends;
  return a.end - a.start - (b.end - b.start) || 1;
}

function* candidates(machines: readonly Machine[], offset: number): Generator<TokenAt> {
  for (const machine of machines) {
    for (const option of machine.options) {
      if (!option.words.some(({ value }) => isNear(value, offset))) continue;
      const owner: Owner = { kind: 'option', option };
      const tokens = optionTokens(machine, option, (property) => isOfItem(property, offset));
      yield* matching(machine, owner, tokens, offset);
    }
    for (const section of machine.sections) {
      if (!isInSection(section, offset)) continue;
      yield* matching(machine, { kind: 'section', section }, sectionTokens(section), offset);
    }
  }
}

function isOfItem({ origin }: Property, offset: number): boolean {
  return origin.kind !== 'item' || isNear(slice(origin.list, origin.start, origin.end), offset);
}

function isInSection({ at, entries }: ConfigSection, offset: number): boolean {
  const end = entries.at(-1)?.at.end ?? at.end;
  return offset >= at.start && offset <= end;
}

function isNear({ pieces, place }: MappedText, offset: number): boolean {
  if (pieces.length === 0) return holds(place, offset);
  for (const { at, through } of pieces) {
    if (holds(at, offset)) return true;
    for (const use of through) if (holds(use.at, offset)) return true;
  }
  return false;
}

function holds(at: Span, offset: number): boolean {
  return offset >= at.start && offset <= at.end;
}

function* matching(
  machine: Machine,
  owner: Owner,
  tokens: Iterable<Token>,
  offset: number,
): Generator<TokenAt> {
  for (const token of tokens) {
    const { text } = token;
    if (!isNear(text, offset)) continue;
    const found = { machine, owner, token, offset };
    if (text.pieces.length === 0) yield { ...found, at: text.place, use: undefined };
    for (const run of runs(text)) {
      const [first] = run;
      const last = run.at(-1);
      if (first === undefined || last === undefined) continue;
      const at = cover(first.at, last.at);
      if (holds(at, offset)) yield { ...found, at, use: undefined };
      for (const use of first.through) {
        if (holds(use.at, offset)) yield { ...found, at: use.at, use };
      }
    }
  }
}
