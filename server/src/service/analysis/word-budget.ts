/**
 * How much of the command lines and config files of a document is looked at. A word of two letters becomes options,
 * properties and monitors, which take a thousand times its room.
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
 * How many words of all command lines, and headers and keys of config files, are looked at in a document. A public program
 * in Python has 25,000, since it starts machines of 147 words in 169 ways.
 */
export const MAX_WORDS = 30_000;
/** How many words more each command line counts as: a machine takes room and time itself. */
export const MACHINE_WORDS = 15;

/**
 * How much one machine may count as; the last word of a command line that is too long is unknown. A machine of as many
 * monitors takes most room, since all of them are looked at beside each other.
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
        // Anything may stand behind them.
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
    /** What is looked at of what is started: all of it, its beginning, or nothing. */
    fitting: <T extends Invocation>(invocation: T) => {
      const weight = weightOf(invocation);
      const most = Math.min(room, MAX_MACHINE);
      const found = weight <= most ? invocation : beginningOf(invocation, most);
      room -= Math.min(weight, most);
      return found as T | undefined;
    },
    /** Where the first stands that is not looked at. */
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
