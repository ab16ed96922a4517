/** Follows programs that run others, and records as whom and where. */

import { LIMITS } from '../../../text/limits.ts';
import { isKnown, type MappedText } from '../../../text/mapped-text.ts';
import type { Boundary, ExecutionContext } from '../../client.ts';
import type { Word } from '../../invocation.ts';
import type { LastWords } from '../programs/program.ts';
import { programAt } from '../programs/table.ts';
import { type Carried, script } from './nested-command.ts';

/** The index after wrappers: 2 for `sudo nohup qemu …`. */
export function commandIndex(words: readonly Word[], start: number): number {
  let index = start;
  for (;;) {
    const word = words[index];
    if (word === undefined || !isKnown(word.value)) return index;
    const next = nextCommand(words, index);
    if (next === undefined) return index;
    index = next;
  }
}

function nextCommand(words: readonly Word[], index: number): number | undefined {
  const word = words[index];
  const found = word && programAt(word.value.decoded)?.lastWords;
  return found && stepOver(found, words, index + 1);
}

/** `-Eu` takes the next word, as `-u` does. */
function endsInValued({ valued }: LastWords, cluster: string): boolean {
  if (!/^-[A-Za-z0-9]{2,}$/.test(cluster)) return false;
  const first = [...cluster.slice(1)].findIndex((letter) => valued.includes(`-${letter}`));
  return first === cluster.length - 2;
}

function stepOver(own: LastWords, words: readonly Word[], start: number): number | undefined {
  let index = start;
  let needed = own.needs === undefined;
  for (const expected of own.subcommand ?? []) {
    const word = words[index]?.value.decoded;
    if (word === undefined) return undefined;
    if (expected !== '*' && !expected.split('|').includes(word)) return undefined;
    index++;
  }
  for (; index < words.length; index++) {
    const text = words[index]?.value.decoded ?? '';
    if (text === '--') {
      index++;
      break;
    }
    if (text === own.needs) needed = true;
    if (text.startsWith('-') && text.length > 1) {
      if (own.idle?.test(text)) return undefined;
      if (own.twoValued?.includes(text)) index += 2;
      else if (own.valued.includes(text)) index++;
      else if (own.clustered && endsInValued(own, text)) index++;
    } else if (!(own.assignments && /^\w+=/.test(text))) {
      break;
    }
  }
  index = Math.min(index + own.operands, Math.max(index, words.length));
  if (own.operands > 0 && words[index]?.value.decoded === '--') index++;
  return needed ? index : undefined;
}

/** The commands that a command runs: `a; b` of `sudo bash -c 'a; b'`. `input` is its here-document or here-string. */
export function carriedBy(
  words: readonly Word[],
  input: MappedText | undefined,
): readonly Carried[] {
  let isolated = false;
  let unknown = 0;
  let index = 0;
  // `"$SHELL" <<EOF`
  const inside = input && /qemu|kvm/i.test(input.decoded) ? script(input, 'isolated') : [];
  for (let steps = 0; steps <= LIMITS.depth; steps++) {
    const word = words[index];
    if (word === undefined) return unknown > 0 ? inside : [];
    if (!isKnown(word.value)) {
      // `"$SHELL" -i -c '…'`
      const rest = words.slice(index + 1);
      const options = rest.slice(
        0,
        rest.findIndex(({ value }) => !/^[-+]/.test(value.decoded)),
      );
      if (options.some(({ value }) => /^-[eilx]{0,2}c$/.test(value.decoded))) {
        return programAt('sh')?.nested?.(rest, input) ?? [];
      }
      if ((!word.many && index === 0) || ++unknown > LIMITS.few) return inside;
      index++;
      continue;
    }
    const known = programAt(word.value.decoded);
    const carried = known?.nested?.(words.slice(index + 1), input) ?? [];
    if (carried.length > 0) return isolated ? carried.map(abroad) : carried;
    const next = nextCommand(words, index);
    if (next === undefined) return unknown > 0 ? inside : [];
    isolated ||= known?.dropsEnvironment === true;
    index = next;
  }
  return [];
}

function abroad(carried: Carried): Carried {
  return carried.kind === 'words'
    ? { ...carried, isolated: true }
    : { ...carried, shell: 'isolated' };
}

/** Without boundaries. */
export const HERE: ExecutionContext = { spelled: [], run: [] };

/** The boundaries of the first `count` words: `sudo` of `sudo -u qemu nice`. */
export function boundariesOf(words: readonly Word[], count: number): readonly Boundary[] {
  const boundaries: Boundary[] = [];
  let index = 0;
  for (let steps = 0; steps < LIMITS.depth && index < count; steps++) {
    const next = Math.min(nextCommand(words, index) ?? count, count);
    const own = words.slice(index, next).map(({ value }) => sourceOf(value));
    const kind = kindOf(own[0] ?? '', own.slice(1), words[index]);
    if (kind) {
      const text = own.filter((one) => !/\s/.test(one)).join(' ');
      const isOther = programAt(own[0] ?? '')?.onOtherHost === true;
      boundaries.push({ kind, text, ...(isOther && { onOtherHost: true }) });
    }
    index = Math.max(next, index + 1);
  }
  return boundaries;
}

/** A text with unknown parts as written. */
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
  // `$SUDO` may change the user.
  return word?.value.pieces.some((piece) => piece.kind === 'unknown') ? 'user' : undefined;
}

/** The context behind boundaries; `isScript`: its words are expanded there. */
export function behind(
  around: ExecutionContext,
  boundaries: readonly Boundary[],
  isScript: boolean,
): ExecutionContext {
  const { spelled, run } = around;
  if (boundaries.length === 0 && (!isScript || spelled === run)) return around;
  const there = [...run, ...boundaries];
  return { spelled: isScript ? there : spelled, run: there };
}
