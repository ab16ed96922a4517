/** Compares our reading of a script with the commands that a shell recorded. */
import type { ArgvInvocation, Word } from '../../../server/src/invocation/invocation.ts';
import { isKnown, type Piece } from '../../../server/src/text/mapped-text.ts';
import { isFilePattern, matchArgv } from './match.ts';
import type { Recording } from './shells.ts';

export interface Difference {
  /**
   * `missed`: a shell started what none of our command lines allows. `invented`: we are sure of a command
   * line that was not started. `misattributed`: a character is not what stands in the source where we
   * say that it is written. `misplaced`: such a character was changed, and not what we say is made of it.
   * `crash`: reading threw.
   */
  readonly kind: 'missed' | 'invented' | 'misattributed' | 'misplaced' | 'crash';
  readonly details: string;
  /** The number of the run that shows it; undefined where no run is needed. */
  readonly run: number | undefined;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** The commands that were started, their words, and how many of these we know to the last character. */
  readonly commands: number;
  readonly words: number;
  readonly known: number;
  /** Commands with too many ways to read them. */
  readonly unsettled: number;
}

/** Compares a reading with what happened; of a `straight` text no command line may be made up. */
export function compare(
  script: string,
  invocations: readonly ArgvInvocation[],
  recordings: readonly Recording[],
  straight: boolean,
): Comparison {
  const differences: Difference[] = [...misattributed(script, invocations)];
  const totals = { commands: 0, words: 0, known: 0, unsettled: 0 };
  for (const [run, { commands, ended, complaints, output }] of recordings.entries()) {
    // A script that was ended may have run only in part.
    if (!ended || WRONG.test(complaints + output)) continue;
    for (const argv of commands) {
      totals.commands++;
      totals.words += argv.length;
      const best = bestMatch(invocations, argv);
      if (best === undefined) {
        differences.push({ kind: 'missed', details: explain(invocations, argv), run });
      } else {
        totals.known += best.known;
        if (!best.settled) totals.unsettled++;
      }
    }
  }
  if (straight) differences.push(...invented(script, invocations, recordings));
  return { differences, ...totals };
}

/** What bash and dash say of a number that is none, and of a constant: then they leave what is around it. */
const WRONG = /arithmetic|in expression|value too great|Illegal number|read ?only/;

function explain(invocations: readonly ArgvInvocation[], argv: readonly string[]): string {
  return `${show(argv)}\n    we: ${near(invocations, argv).map(showWords).join('\n    or: ')}`;
}

function bestMatch(
  invocations: readonly ArgvInvocation[],
  argv: readonly string[],
): { readonly known: number; readonly settled: boolean } | undefined {
  let best: { readonly known: number; readonly settled: boolean } | undefined;
  for (const { words } of invocations) {
    const match = matchArgv(words, argv);
    if (match === undefined) continue;
    if (best === undefined || match.known > best.known) best = match;
    if (best.known === argv.length) break;
  }
  return best;
}

/** The command lines that could be meant: those with the same first argument, if there are any. */
function near(
  invocations: readonly ArgvInvocation[],
  argv: readonly string[],
): readonly ArgvInvocation[] {
  const same = invocations.filter(({ words }) => words[0]?.value.decoded === argv[0]);
  return (same.length > 0 ? same : invocations).slice(0, 4);
}

/** Command lines without anything unknown that were not started, in a script that does not branch. */
function invented(
  script: string,
  invocations: readonly ArgvInvocation[],
  recordings: readonly Recording[],
): readonly Difference[] {
  // A function may be called by another file as well, so that we look at what no call of this one comes to.
  if (/^(?:function )?\w+ ?\(\)|^function /m.test(script)) return [];
  // After an error it is not clear what bash does with the rest.
  if (recordings.some(({ ended, complaints }) => !ended || complaints !== '')) return [];
  const started = recordings.flatMap(({ commands }) => commands);
  const known = new Set(started.map((argv) => argv.join('\0')));
  // Where something is not known, the rest may be meant for other ways.
  const vague = new Set(
    invocations
      .filter(({ words }) => !words.every(isSure))
      .map(({ words }) => words[0]?.value.decoded),
  );
  return invocations
    .filter(({ words, partial }) => !partial && words.every(isSure))
    .filter(({ words }) => !known.has(words.map(({ value }) => value.decoded).join('\0')))
    .filter(({ words }) => !vague.has(words[0]?.value.decoded))
    .map((invocation) => ({ kind: 'invented', details: showWords(invocation), run: 0 }));
}

/** Whether a word is one known text, and no way leads around it. */
function isSure(word: Word): boolean {
  const { value, many } = word;
  return (
    !many &&
    !isFilePattern(word) &&
    isKnown(value) &&
    value.pieces.every(({ branch }) => branch === undefined)
  );
}

function* misattributed(
  script: string,
  invocations: readonly ArgvInvocation[],
): Iterable<Difference> {
  for (const { words } of invocations) {
    for (const { value } of words) {
      for (const piece of value.pieces) {
        const problem = problemOf(script, piece);
        if (problem === undefined) continue;
        const { at } = piece;
        const said = piece.kind === 'known' ? piece.text : piece.source;
        const written = script.slice(at.start, at.end);
        const details = `${problem}: ${JSON.stringify(said)} at ${at.start}, ${JSON.stringify(written)}`;
        yield { kind: 'misattributed', details, run: undefined };
      }
    }
  }
}

function problemOf(script: string, piece: Piece): string | undefined {
  const { start, end } = piece.at;
  if (!(Number.isInteger(start) && Number.isInteger(end))) return 'not a place';
  if (start < 0 || end > script.length || start > end) return 'outside the script';
  if (piece.kind !== 'known') return undefined;
  if (piece.verbatim && script.slice(start, end) !== piece.text) return 'other characters';
  return undefined;
}

function show(argv: readonly string[]): string {
  return argv.map((word) => JSON.stringify(word)).join(' ');
}

/** A reading in one line: `‹…›` is unknown, `?` may be missing, `*` may be there many times. */
function showWords({ words }: ArgvInvocation): string {
  return words
    .map(({ value, many }) => {
      const pieces = value.pieces.map((piece) => {
        const shown = piece.kind === 'known' ? JSON.stringify(piece.text) : `‹${piece.source}›`;
        const { branch } = piece;
        if (branch === undefined) return shown;
        return shown + ('looped' in branch && branch.looped ? '*' : '?');
      });
      return (pieces.length === 0 ? '""' : pieces.join('')) + (many ? '…' : '');
    })
    .join(' ');
}
