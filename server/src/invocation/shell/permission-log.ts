/** Permissions that a script sets: directories, modes, umask (manuals of GNU coreutils, bash). */
import { type MappedText, withMarks } from '../../text/mapped-text.ts';
import { agree, goesThrough, throughBlock } from '../domain/alternatives.ts';
import type { Block } from '../domain/blocks.ts';
import { UMASK } from '../domain/keys.ts';
import type { State } from '../domain/state.ts';
import { only } from '../domain/values.ts';
import type { ModeChange, Permissions, Word } from '../invocation.ts';
import type { Context } from './context.ts';
import type { Found } from './interpreter.ts';
import { readOptions } from './nested/option-words.ts';

export interface PermissionLog {
  readonly note: (found: Extract<Found, { kind: 'permission' }>) => void;
  readonly at: (found: Extract<Found, { kind: 'launch' }>) => Permissions;
}

const NOTED: ReadonlySet<string> = new Set(['umask', 'chmod', 'mkdir', 'install']);

/** Whether a command changes permissions. */
export function isPermissionCommand(name: string): boolean {
  return NOTED.has(name);
}

/** Whether a text has such a command. */
export function maySetPermissions(text: string): boolean {
  return SETS_PERMISSIONS.test(text);
}

const SETS_PERMISSIONS = new RegExp([...NOTED].join('|'));

/** Makes a script's log. */
export function permissionLog(): PermissionLog {
  const modeChanges: ModeChange[] = [];
  const blocks = new Map<ModeChange, Block>();
  return {
    note: ({ name, words, found, umasks }) => {
      const change = READERS.get(name)?.(words.slice(1));
      if (change === undefined || change.paths.length === 0) return;
      const { at } = found.command;
      const { inFunction, block } = found.scope;
      const umask = umasks.length === 1 ? umasks[0] : undefined;
      const noted = { ...marked(change, block), umask, at, inFunction };
      modeChanges.push(noted);
      if (block?.kind === 'branch') blocks.set(noted, block);
    },
    at: ({ found: { command, scope }, umasks }) => {
      const here = throughBlock([], scope.block);
      return {
        umasks: umasks.flatMap((umask) => umask ?? []),
        modeChanges,
        at: command.at,
        inFunction: scope.inFunction,
        goesBy: (change) => {
          const block = blocks.get(change);
          if (block === undefined || goesThrough(here, block)) return 'always';
          return agree(throughBlock([], block), here) ? 'maybe' : 'never';
        },
      };
    },
  };
}

function marked(change: WrittenChange, block: Block | undefined): WrittenChange {
  const { mode } = change;
  if (mode === undefined || block?.kind !== 'branch') return change;
  return {
    ...change,
    mode: withMarks(mode, (piece) => ({ ...piece, branch: piece.branch ?? block })),
  };
}

type WrittenChange = Pick<ModeChange, 'kind' | 'mode' | 'makes' | 'fresh' | 'paths'>;

const READERS: ReadonlyMap<string, (words: readonly Word[]) => WrittenChange | undefined> = new Map(
  [
    ['chmod', readChmod],
    ['mkdir', readMkdir],
    ['install', readInstall],
  ],
);

/** `chmod -w file` has no option. */
const MINUS_MODE = /^-[rwxXst]/;

/** `chmod [-R] MODE PATH…` */
function readChmod(words: readonly Word[]): WrittenChange | undefined {
  const operands = words.filter(({ value }) => {
    return !value.decoded.startsWith('-') || MINUS_MODE.test(value.decoded);
  });
  if (words.some(({ value }) => value.decoded.startsWith('--reference'))) return undefined;
  const [mode, ...paths] = operands;
  return {
    kind: 'change',
    mode: mode?.value,
    makes: false,
    fresh: false,
    paths: paths.map(({ value }) => value),
  };
}

/** `mkdir [-p] [-m MODE] PATH…` */
function readMkdir(words: readonly Word[]): WrittenChange | undefined {
  const { mode, flags, operands } = splitModeOption(words, '');
  const fresh = !flags.has('p') && !flags.has('parents');
  return { kind: 'make', mode, makes: true, fresh, paths: operands };
}

/** `install -d [-m MODE] PATH…`; the default is 0755 for any umask. */
function readInstall(words: readonly Word[]): WrittenChange | undefined {
  const { mode, flags, operands } = splitModeOption(words, 'ogtS');
  if (!flags.has('d') && !flags.has('directory')) return undefined;
  return mode && { kind: 'change', mode, makes: true, fresh: false, paths: operands };
}

/** `-m MODE`, `-pm 700`, `--mode=700` */
function splitModeOption(words: readonly Word[], valued: string) {
  const table = { letters: `m${valued}`, names: ['mode'], permuted: true };
  const { values, operands } = readOptions(words, table);
  const paths = operands.map(({ value }) => value);
  return { mode: values.get('m') ?? values.get('mode'), flags: values, operands: paths };
}

/** `umask 077` */
export function setUmask(words: readonly Word[], { state }: Context): void {
  const mask = words.slice(1).find(({ value }) => !value.decoded.startsWith('-'));
  if (mask) state.set(UMASK, only({ kind: 'scalar', text: mask.value }));
}

/** Umasks that may be in effect; undefined for one from outside. */
export function umasksAt({ state, scope }: Context): readonly (MappedText | undefined)[] {
  const here = throughBlock([], scope.block);
  const found = state.get(UMASK).filter(({ path }) => agree(path, here));
  return found.map(({ value }) => (value.kind === 'scalar' ? value.text : undefined));
}

/** Copies the umask to a child shell. */
export function inheritUmask(child: State, { state }: Context): void {
  if (state.has(UMASK)) child.set(UMASK, state.get(UMASK));
}
