/** Limits words: two letters may become options of a thousand times their memory. */

import type {
  ArgvInvocation,
  ConfigInvocation,
  ConfigSection,
  Invocation,
} from '../../invocation/invocation.ts';
import { unknownWords } from '../../invocation/unknown-words.ts';
import { UNKNOWN_ENCODING } from '../../text/encoding.ts';
import { LIMITS, MACHINE_WORDS } from '../../text/limits.ts';
import type { Span } from '../../text/span.ts';

/** A machine's maximum; then its last word is unknown. Monitors are compared in pairs. */
export const MAX_MACHINE = MACHINE_WORDS + LIMITS.lineWords + 1;

/** Makes a document's budget. */
export function wordBudget() {
  let room = LIMITS.words;
  let leftOut: Span | undefined;

  function beginningOf(invocation: Invocation, most: number): Invocation | undefined {
    switch (invocation.kind) {
      case 'argv': {
        const { words, programAt } = invocation;
        const count = most - MACHINE_WORDS - linesInConfigs(invocation);
        const next = words[Math.max(0, count)];
        leftOut ??= next?.at ?? programAt;
        if (next === undefined || count <= 0) return undefined;
        return {
          ...invocation,
          words: [...words.slice(0, count), unknownWords(next.at, UNKNOWN_ENCODING)],
        };
      }
      case 'config': {
        const { sections } = invocation;
        let lines = 0;
        const next = sections.findIndex((section) => {
          lines += linesOf(section);
          return lines > most;
        });
        leftOut ??= sections[next]?.at;
        return { ...invocation, sections: sections.slice(0, next) };
      }
      default:
        return invocation;
    }
  }

  return {
    /** Returns an invocation, its beginning, or undefined. */
    fitting: <T extends Invocation>(invocation: T) => {
      const weight = weightOf(invocation);
      const most = Math.min(room, MAX_MACHINE);
      const found = weight <= most ? invocation : beginningOf(invocation, most);
      room -= Math.min(weight, most);
      return found as T | undefined;
    },
    leftOut: () => leftOut,
  };
}

function weightOf(invocation: Invocation): number {
  switch (invocation.kind) {
    case 'argv':
      return MACHINE_WORDS + invocation.words.length + linesInConfigs(invocation);
    case 'config':
      return linesIn(invocation);
    default:
      return 0;
  }
}

function linesInConfigs({ configs }: ArgvInvocation): number {
  return [...(configs?.values() ?? [])].reduce((lines, config) => lines + linesIn(config), 0);
}

function linesIn({ sections }: ConfigInvocation): number {
  return sections.reduce((lines, section) => lines + linesOf(section), 0);
}

function linesOf({ entries }: ConfigSection): number {
  return 1 + entries.length;
}
