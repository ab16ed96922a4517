/**
 * Changes one character where we say that a character of an argument is written, and looks whether that
 * argument changes: the same text may stand in several places, and only one of them is right.
 */
import type { ArgvInvocation } from '../../../server/src/invocation/invocation.ts';
import { isKnown, type MappedText } from '../../../server/src/text/mapped-text.ts';
import type { Random } from '../../support/random.ts';
import { PROGRAM } from './program.ts';
import type { Recording } from './shells.ts';

export interface Probe {
  /** The script with the other character. */
  readonly script: string;
  /** What must be started now: the first argument, which names the command, and the one that changes. */
  readonly mark: RegExp;
  readonly index: number;
  /** How many words it has as long as nothing changes. */
  readonly length: number;
  readonly word: RegExp;
  /** For a message: the place and what stands there. */
  readonly about: string;
}

/** A change that can be tried in a script of which all is known; undefined if there is no such change. */
export function drawProbe(
  script: string,
  invocations: readonly ArgvInvocation[],
  recording: Recording,
  random: Random,
): Probe | undefined {
  const sure = invocations.filter(
    ({ words, partial }) => !partial && words.every(({ value, many }) => !many && isKnown(value)),
  );
  const started = new Set(recording.commands.map((argv) => argv.join('\0')));
  const lines = sure.filter((line) =>
    started.has(line.words.map(({ value }) => value.decoded).join('\0')),
  );
  const invocation = lines[random.int(lines.length)];
  if (invocation === undefined || invocation.words.length < 2) return undefined;
  const index = 1 + random.int(invocation.words.length - 1);
  const text = invocation.words[index]?.value;
  const number = random.int(text?.pieces.length ?? 0);
  const piece = text?.pieces[number];
  if (piece?.kind !== 'known' || !piece.verbatim || piece.branch !== undefined) return undefined;
  const offset = random.int(piece.text.length);
  const old = piece.text.charAt(offset);
  // These have no meaning in the patterns, formats and separators of the scripts.
  const changed = /[a-y]/.test(old) ? 'z' : /[1-8]/.test(old) ? '9' : undefined;
  if (changed === undefined) return undefined;
  const at = piece.at.start + offset;
  // One says how long others are, the other what is started.
  if (script.slice(0, at).endsWith(' n=') || piece.text.includes(PROGRAM)) return undefined;
  const mark = invocation.words[0]?.value;
  return {
    script: script.slice(0, at) + changed + script.slice(at + 1),
    mark: mark === undefined ? /^/ : changedText(mark, at, changed),
    index,
    length: invocation.words.length,
    word: text === undefined ? /^/ : changedText(text, at, changed),
    about: `${JSON.stringify(text?.decoded)} has ${JSON.stringify(old)} from ${at}: ${JSON.stringify(script.slice(Math.max(0, at - 20), at + 20))}`,
  };
}

/**
 * The text when another character stands at a place, from which it may have several of its own. What only
 * follows from others, such as a number, may be another then.
 */
function changedText({ pieces }: MappedText, at: number, character: string): RegExp {
  const parts = pieces.map((piece) => {
    if (piece.kind === 'unknown' || !piece.verbatim) return '.*';
    const offset = at - piece.at.start;
    const changes = offset >= 0 && offset < piece.text.length;
    return (
      changes ? piece.text.slice(0, offset) + character + piece.text.slice(offset + 1) : piece.text
    ).replace(/[^\w\s]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 's');
}

/** Whether the argument has changed as it should have. */
export function confirms({ mark, index, length, word }: Probe, recording: Recording): boolean {
  // A script that became wrong says nothing.
  if (recording.complaints !== '' || !recording.ended) return true;
  return recording.commands.some((argv) => {
    if (!mark.test(argv[0] ?? '')) return false;
    // A pattern that catches another character may leave a word more, or less.
    return argv.length === length
      ? word.test(argv[index] ?? '')
      : argv.some((one) => word.test(one));
  });
}
