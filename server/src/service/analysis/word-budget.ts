/** Limits words, since two letters may become options of a thousand times their memory. */

import type { ConfigInvocation, Invocation } from '../../invocation/invocation.ts';
import { unknownWords } from '../../invocation/unknown-words.ts';
import { UNKNOWN_ENCODING } from '../../text/encoding.ts';
import { LIMITS, MACHINE_WORDS } from '../../text/limits.ts';
import type { Span } from '../../text/span.ts';

/** The most words of a machine, whose monitors are compared in pairs. */
export const MAX_MACHINE = MACHINE_WORDS + LIMITS.many + 1;

/** Makes a document's budget. */
export function wordBudget() {
  let room = LIMITS.words;
  let leftOut: Span | undefined;
  return {
    /** An invocation, or the beginning of its words, or undefined. */
    fitting: <T extends Invocation>(invocation: T): T | undefined => {
      const weight = weightOf(invocation);
      const most = Math.min(room, MAX_MACHINE);
      room -= Math.min(weight, most);
      if (weight <= most) return invocation;
      if (invocation.kind !== 'argv') {
        leftOut ??= invocation.kind === 'config' ? invocation.sections[0]?.at : undefined;
        return undefined;
      }
      const { words, programAt } = invocation;
      const count = most - (weight - words.length);
      const next = words[Math.max(0, count)];
      leftOut ??= next?.at ?? programAt;
      if (next === undefined || count <= 0) return undefined;
      const rest = unknownWords(next.at, UNKNOWN_ENCODING);
      return { ...invocation, words: [...words.slice(0, count), rest] };
    },
    leftOut: () => leftOut,
  };
}

function weightOf(invocation: Invocation): number {
  if (invocation.kind === 'config') return linesIn(invocation);
  if (invocation.kind !== 'argv') return 0;
  const { configs, words } = invocation;
  return [...(configs?.values() ?? [])].reduce(
    (sum, config) => sum + linesIn(config),
    MACHINE_WORDS + words.length,
  );
}

function linesIn({ sections }: ConfigInvocation): number {
  return sections.reduce((lines, { entries }) => lines + 1 + entries.length, 0);
}
