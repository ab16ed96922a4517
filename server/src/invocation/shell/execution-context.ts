/**
 * Who runs a command, and where: the boundaries that lead there. Two commands with the same boundaries see the same
 * files and environment; with others a path such as `${XDG_RUNTIME_DIR:-$HOME}/x` may be another one.
 */
import type { MappedText } from '../../text/mapped-text.ts';
import type { Boundary, ExecutionContext } from '../client.ts';
import type { Word } from '../invocation.ts';
import { nextCommand } from './nested/wrapped.ts';
import { programAt } from './programs/table.ts';

/** In the script itself. */
export const HERE: ExecutionContext = { spelled: [], run: [] };

/** How many programs in front of each other are looked at. */
const MAX_BOUNDARIES = 16;

/** The boundaries that the first `count` words of a command line are: one for `sudo -u qemu nice`. */
export function boundariesOf(words: readonly Word[], count: number): readonly Boundary[] {
  const boundaries: Boundary[] = [];
  let index = 0;
  for (let steps = 0; steps < MAX_BOUNDARIES && index < count; steps++) {
    const next = Math.min(nextCommand(words, index) ?? count, count);
    const own = words.slice(index, next).map(({ value }) => sourceOf(value));
    const kind = kindOf(own[0] ?? '', own.slice(1), words[index]);
    if (kind) boundaries.push({ kind, text: own.filter((text) => !/\s/.test(text)).join(' ') });
    index = Math.max(next, index + 1);
  }
  return boundaries;
}

/** A text with its unknown parts as they are written. */
export function sourceOf({ pieces }: MappedText): string {
  return pieces.map((piece) => (piece.kind === 'unknown' ? piece.source : piece.text)).join('');
}

function kindOf(
  name: string,
  options: readonly string[],
  word: Word | undefined,
): Boundary['kind'] | undefined {
  const boundary = programAt(name)?.boundary;
  if (boundary) return typeof boundary === 'string' ? boundary : boundary(options);
  // What `$SUDO` does in front of a command nobody knows.
  return word?.value.pieces.some((piece) => piece.kind === 'unknown') ? 'user' : undefined;
}

/** What a command behind boundaries is run by; the shell of a script behind them expands its words too. */
export function behind(
  { spelled, run }: ExecutionContext,
  boundaries: readonly Boundary[],
  isScript: boolean,
): ExecutionContext {
  if (boundaries.length === 0 && (!isScript || spelled === run)) return { spelled, run };
  const there = [...run, ...boundaries];
  return { spelled: isScript ? there : spelled, run: there };
}
