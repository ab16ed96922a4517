/**
 * Limits how much of a document's command lines and config files is analyzed. A word of two letters becomes
 * options, properties and monitors, which take a thousand times its memory.
 */
import type {
  ArgvInvocation,
  ConfigInvocation,
  ConfigSection,
  Invocation,
} from '../../invocation/invocation.ts';
import { beforeMoving } from '../../invocation/relocated.ts';
import { MAX_LINE_WORDS, unknownWords } from '../../invocation/unknown-words.ts';
import { UNKNOWN_ENCODING } from '../../text/encoding.ts';
import type { Span } from '../../text/span.ts';

/**
 * Maximum words of all command lines, with headers and keys of config files. A public Python program has
 * 25,000: 169 starts of machines with 147 words.
 */
export const MAX_WORDS = 30_000;
/** The cost of a machine itself, in words. */
export const MACHINE_WORDS = 15;

/**
 * Maximum cost of one machine; the last word of a longer command line is unknown. A machine with as many
 * monitors takes most memory, because they are compared with each other.
 */
export const MAX_MACHINE = MACHINE_WORDS + MAX_LINE_WORDS + 1;

/** The budget of one document. */
export function wordBudget() {
  let room = MAX_WORDS;
  let leftOut: Span | undefined;

  function beginningOf(invocation: Invocation, most: number): Invocation | undefined {
    switch (invocation.kind) {
      case 'argv': {
        const { words, programAt } = invocation;
        const count = most - MACHINE_WORDS - linesInConfigs(invocation);
        const next = words[Math.max(0, count)];
        leftOut ??= next?.at ?? programAt;
        if (next === undefined || count <= 0) return undefined;
        // Later words may be anything.
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
    /** The part of an invocation within the budget: all, its beginning, or nothing. */
    fitting: <T extends Invocation>(invocation: T) => {
      const weight = weightOf(invocation);
      const most = Math.min(room, MAX_MACHINE);
      const found = weight <= most ? invocation : beginningOf(invocation, most);
      room -= Math.min(weight, most);
      return found as T | undefined;
    },
    /** The place of the first one left out. */
    leftOut: () => leftOut,
  };
}

function weightOf(invocation: Invocation): number {
  const counted = beforeMoving(invocation);
  switch (counted.kind) {
    case 'argv':
      return MACHINE_WORDS + counted.words.length + linesInConfigs(counted);
    case 'config':
      return linesIn(counted);
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
