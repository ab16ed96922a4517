/** Literals that a shell runs: Jenkinsfile steps, scripts in Nix. Why: docs/decisions/shells-in-host-languages.md */

import { withoutMargin } from '../../syntax/literals/decode.ts';
import type { LiteralLanguage } from '../../syntax/literals/language.ts';
import { type Dialect, dialectOfFirstLine } from '../../syntax/shell/dialect.ts';
import { LIMITS } from '../../text/limits.ts';
import type { EmbeddedScript } from '../shell/embedded.ts';
import type { Program } from './program.ts';
import type { Values } from './values.ts';

/** A shell text with its possible values. */
export interface ShellText {
  /** The expression's tokens `[start, end)`. */
  readonly start: number;
  readonly end: number;
  readonly scripts: readonly EmbeddedScript[];
  readonly isPart: boolean;
}

interface Place {
  readonly start: number;
  /** Undefined if the first line decides. */
  readonly dialect: Dialect | undefined;
  readonly isPart?: boolean;
}

type Finder = (program: Program, index: number) => Place | undefined;

const FINDERS: Readonly<Record<NonNullable<LiteralLanguage['shells']>, Finder>> = {
  steps: stepAt,
  values: scriptAt,
};

/** A file's shell texts, in order. */
export function shellTextsIn(program: Program, values: Values): readonly ShellText[] {
  const { shells } = program.language;
  if (shells === undefined) return [];
  const find = FINDERS[shells];
  const found: ShellText[] = [];
  let behind = 0;
  for (let index = 0; index < program.file.tokens.length; index++) {
    const place = index < behind ? undefined : find(program, index);
    const text = place && shellText(program, values, place);
    if (text === undefined) continue;
    found.push(text);
    behind = text.end;
  }
  return found;
}

function shellText(
  { textAt }: Program,
  values: Values,
  { start, dialect, isPart = false }: Place,
): ShellText | undefined {
  const { alternatives, end } = values.whole(start);
  const isStripped = textAt(start + 1) === '.' && textAt(start + 2) === 'stripIndent';
  const scripts = alternatives.flatMap((whole): readonly EmbeddedScript[] => {
    const text = isStripped ? withoutMargin(whole, 'stays') : whole;
    const own = dialectOfFirstLine(text.decoded, dialect);
    return own === undefined ? [] : [{ text, dialect: own }];
  });
  return scripts.length === 0
    ? undefined
    : { start, end: Math.max(end, start + 1), scripts, isPart };
}

/**
 * `sh '…'`, `sh(script: '…')` and `labelledShell`, run by /bin/sh unless the first line tells another shell
 * (https://www.jenkins.io/doc/pipeline/steps/workflow-durable-task-step/).
 */
function stepAt(program: Program, index: number): Place | undefined {
  const { textAt, plainAt, tokenAt } = program;
  if (!/^(?:sh|labelledShell)$/.test(textAt(index))) return undefined;
  const isCall = textAt(index + 1) === '(';
  const first = isCall ? index + 2 : index + 1;
  const parent = isCall ? index + 1 : tokenAt(index)?.parent;
  const isOver = (at: number): boolean => {
    const token = tokenAt(at);
    if (token === undefined || token.parent !== parent) return true;
    // Arguments without brackets end with the line, except after a comma.
    const isNext = !isCall && at > first && token.isFirst && textAt(at - 1) !== ',';
    return isNext || /^[;)}\]]$/.test(textAt(at));
  };
  // Arguments without brackets begin on the line of the name.
  if (!isCall && (tokenAt(first)?.isFirst || plainAt(first)?.kind === 'mark')) return undefined;
  let at = first;
  for (let count = 0; count < LIMITS.kept && !isOver(at); count++) {
    const name = plainAt(at)?.kind === 'name' && textAt(at + 1) === ':' ? textAt(at) : undefined;
    if (name === undefined) return { start: at, dialect: 'posix' };
    if (name === 'script') return { start: at + 2, dialect: 'posix' };
    while (!isOver(at) && textAt(at) !== ',') at = Math.max(plainAt(at)?.match ?? at, at) + 1;
    if (isOver(at)) return undefined;
    at++;
  }
  return undefined;
}

/** Builders whose last argument is a script (Nixpkgs manual, "Trivial build helpers", "Writers"). */
const BUILDERS: ReadonlyMap<string, readonly [scriptAt: number, dialect: Dialect | undefined]> =
  new Map([
    ...named(2, 'bash', 'writeShellScript', 'writeShellScriptBin', 'writeBash', 'writeBashBin'),
    ...named(2, 'dash', 'writeDash', 'writeDashBin'),
    ...named(2, undefined, 'writeScript', 'writeScriptBin'),
    ...named(3, 'bash', 'runCommand', 'runCommandLocal', 'runCommandCC'),
  ]);

function named(scriptAt: number, dialect: Dialect | undefined, ...names: readonly string[]) {
  return names.map((name) => [name, [scriptAt, dialect]] as const);
}

/** Phases (Nixpkgs manual, "Phases"), services, boot and interactive shells (NixOS manual, "Configuration Options"). */
const SCRIPT_ATTRIBUTE =
  /^(?:script|reload|buildCommand|localCommands|\w+Phase|\w+Hook|(?:pre|post)[A-Z]\w*|(?:extra|shell|loginShell|interactiveShell|prompt)Init)$/;

function scriptAt(program: Program, index: number): Place | undefined {
  const { textAt, tokenAt } = program;
  if (tokenAt(index)?.kind !== 'literal') return undefined;
  if (textAt(index - 1) === '=') {
    const name = textAt(index - 2);
    const isApplication = name === 'text' && builderOf(program, index) === 'writeShellApplication';
    const isScript = isApplication || SCRIPT_ATTRIBUTE.test(name);
    return isScript ? { start: index, dialect: 'bash' } : undefined;
  }
  if (isPartOfCommand(program, index)) return { start: index, dialect: 'bash', isPart: true };
  let at = index;
  for (let count = 1; count <= LIMITS.kept; count++) {
    const before = at - 1;
    if (tokenAt(before)?.parent !== tokenAt(index)?.parent) return undefined;
    const builder = BUILDERS.get(textAt(before));
    if (builder) return builder[0] === count ? { start: index, dialect: builder[1] } : undefined;
    const match = program.plainAt(before)?.match ?? -1;
    if (match === -1 && tokenAt(before)?.kind !== 'literal' && !/^[\w'.-]+$/.test(textAt(before)))
      return undefined;
    at = match === -1 ? before : Math.min(match, before);
  }
  return undefined;
}

/** Whether a literal is in `virtualisation.qemu.options`, used verbatim (nixos/modules/virtualisation/qemu-vm.nix). */
function isPartOfCommand(program: Program, index: number): boolean {
  const { textAt, tokenAt, wordAt } = program;
  const open = tokenAt(index)?.parent ?? -1;
  const isOptions =
    textAt(open) === '[' && textAt(open - 1) === '=' && textAt(open - 2) === 'options';
  const braces = tokenAt(open)?.parent ?? -1;
  // `qemu.options = […]`, and `qemu = { options = […]; }`.
  const around = textAt(open - 3) === '.' ? textAt(open - 4) : textAt(braces - 2);
  return isOptions && around === 'qemu' && /^\s*-\S+\s+\S/.test(wordAt(index));
}

function builderOf({ textAt, tokenAt }: Program, index: number): string {
  return textAt((tokenAt(index)?.parent ?? 0) - 1);
}
