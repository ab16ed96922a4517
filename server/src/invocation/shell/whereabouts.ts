/**
 * Who runs a command, and where: the hops that lead there. Two commands with the same hops see the same
 * files and environment; with others a path such as `${XDG_RUNTIME_DIR:-$HOME}/x` may be another one.
 */
import type { MappedText } from '../../text/mapped-text.ts';
import type { Hop, Whereabouts } from '../client.ts';
import type { Word } from '../invocation.ts';
import { programAt } from './programs/table.ts';
import { nextCommand } from './wrapped.ts';

/** In the script itself. */
export const HERE: Whereabouts = { spelled: [], run: [] };

/** How many programs in front of each other are looked at. */
const MAX_HOPS = 16;

/** The hops that the first `count` words of a command line are: one for `sudo -u qemu nice`. */
export function hopsOf(words: readonly Word[], count: number): readonly Hop[] {
  const hops: Hop[] = [];
  let index = 0;
  for (let steps = 0; steps < MAX_HOPS && index < count; steps++) {
    const next = Math.min(nextCommand(words, index) ?? count, count);
    const own = words.slice(index, next).map(({ text }) => sourceOf(text));
    const kind = kindOf(own[0] ?? '', own.slice(1), words[index]);
    if (kind) hops.push({ kind, text: own.filter((text) => !/\s/.test(text)).join(' ') });
    index = Math.max(next, index + 1);
  }
  return hops;
}

/** A text with its unknown parts as they are written. */
export function sourceOf({ pieces }: MappedText): string {
  return pieces.map((piece) => (piece.kind === 'unknown' ? piece.source : piece.text)).join('');
}

function kindOf(
  name: string,
  options: readonly string[],
  word: Word | undefined,
): Hop['kind'] | undefined {
  const boundary = programAt(name)?.boundary;
  if (boundary) return typeof boundary === 'string' ? boundary : boundary(options);
  // What `$SUDO` does in front of a command nobody knows.
  return word?.text.pieces.some((piece) => piece.kind === 'unknown') ? 'user' : undefined;
}

/** What a command behind hops is run by; the shell of a script behind them expands its words too. */
export function behind(
  { spelled, run }: Whereabouts,
  hops: readonly Hop[],
  isScript: boolean,
): Whereabouts {
  if (hops.length === 0 && (!isScript || spelled === run)) return { spelled, run };
  const there = [...run, ...hops];
  return { spelled: isScript ? there : spelled, run: there };
}
