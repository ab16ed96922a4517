/** Hovers: who can do what, why, how to connect, what a text means. Repeats no diagnostic. */

import * as l10n from '@vscode/l10n';
import { exposureOf } from '../../qemu/display/exposure.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import type { Option } from '../../qemu/options/options.ts';
import { audienceWords, WIDEST_FIRST } from '../../qemu/reach/audience.ts';
import { monitorReaches } from '../../rules/findings/monitor-finding.ts';
import { LIMITS } from '../../text/limits.ts';
import { addTo } from '../../text/lookup.ts';
import { type Piece, writtenWithDefaults } from '../../text/mapped-text.ts';
import { type Span, sameSpan } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';
import { code, fill, item, type Line, type Part, paragraph, strong, text } from './prose.ts';
import { monitorLines, moreWords, reachLines, shortLines } from './reach-message.ts';
import { type Pointed, type TokenAt, tokensAt } from './token-at.ts';
import { tokenLines } from './token-message.ts';
import { decides, monitorsOf, type Reached } from './token-monitors.ts';

export interface HoverText {
  readonly at: Span;
  readonly lines: readonly Line[];
}

/** The hover in a file; an analysis with a QEMU answers first. */
export function hoverInFile(
  path: string,
  offset: number,
  analyses: readonly Analysis[],
): HoverText | undefined {
  const ordered = analyses.toSorted((a, b) => Number(b.starts) - Number(a.starts));
  for (const analysis of ordered) {
    const place = analysis.files.place({ path, at: { start: offset, end: offset } });
    const hover = place && hoverAt(analysis, place.start);
    const inFile = hover && analysis.files.locate(hover.at);
    if (hover && inFile?.path === path) return { ...hover, at: inFile.at };
  }
  return undefined;
}

/** The hover at an offset; undefined outside known text. */
export function hoverAt(analysis: Analysis, offset: number): HoverText | undefined {
  const tokens = tokensAt(analysis.connections.machines, offset);
  const [first] = tokens;
  if (first === undefined) return programAt(analysis, offset);
  const lines = first.use ? useLines(analysis, tokens) : linesOfAll(analysis, tokens);
  return lines.length === 0 ? undefined : { at: first.at, lines };
}

function programAt(analysis: Analysis, offset: number): HoverText | undefined {
  const programs = programsAt(analysis.connections.machines, offset);
  const at = programs[0]?.programAt;
  if (at === undefined) return undefined;
  const said = programs
    .slice(0, LIMITS.values)
    .map((machine) => programLines(analysis, machine, { at, offset }));
  return { at, lines: firstWithCount(said) };
}

function linesOfAll(analysis: Analysis, tokens: readonly TokenAt[]): readonly Line[] {
  const byMachine = new Map(tokens.toReversed().map((token) => [token.machine, token]));
  const all = [...byMachine.values()].reverse().slice(0, LIMITS.values);
  return firstWithCount(all.map((token) => linesOf(analysis, token)));
}

function firstWithCount(all: readonly (readonly Line[])[]): readonly Line[] {
  const [first = []] = all;
  const told = JSON.stringify(first);
  const others = all.filter((lines) => JSON.stringify(lines) !== told).length;
  if (first.length === 0 || others === 0) return first;
  const words =
    others === 1
      ? l10n.t('This differs in one other command line that uses this text')
      : l10n.t('This differs in {0} other command lines that use this text', others);
  return [...first, paragraph(text(words))];
}

function linesOf(analysis: Analysis, here: TokenAt): readonly Line[] {
  const { machine, owner, token } = here;
  const own = tokenLines(analysis, machine, token);
  const reached = decides(token) ? monitorsOf(machine, [owner]) : [];
  return monitorLines(analysis, machine, reached, here, own);
}

function programsAt(machines: readonly Machine[], offset: number): readonly Machine[] {
  return machines.filter(({ programAt, isHeldForOthers }) => {
    return programAt && !isHeldForOthers && offset >= programAt.start && offset < programAt.end;
  });
}

function programLines(analysis: Analysis, machine: Machine, here: Pointed): readonly Line[] {
  const reached = monitorReaches(machine);
  const [only] = reached;
  const head = paragraph(...headline(machine, reached.length));
  if (only === undefined) return [head];
  return reached.length === 1
    ? reachLines(analysis, machine, only, here, [head])
    : [head, ...shortLines(machine, reached)];
}

function headline(machine: Machine, count: number): ReturnType<typeof fill> {
  const { program, name } = machine;
  if (program === 'storage-daemon') {
    return [text(l10n.t("QEMU's storage daemon, which lets others use disks without a machine"))];
  }
  if (program === 'vnc-server') {
    return [
      text(l10n.t("QEMU's VNC server, which shows the screen of a machine that runs already")),
    ];
  }
  const words = (slot: string) => {
    if (name === undefined) {
      if (count === 0) return l10n.t('Starts a machine without a monitor');
      return count === 1
        ? l10n.t('Starts a machine with one monitor')
        : l10n.t('Starts a machine with {0} monitors', count);
    }
    if (count === 0) return l10n.t('Starts the machine {0} without a monitor', slot);
    return count === 1
      ? l10n.t('Starts the machine {0} with one monitor', slot)
      : l10n.t('Starts the machine {0} with {1} monitors', slot, count);
  };
  return fill(words, ...(name === undefined ? [] : [code(name)]));
}

const LISTED_VALUES = 4;
const VALUE_LENGTH = 120;

interface Value {
  readonly words: string;
  readonly tokens: readonly TokenAt[];
}

function useLines(analysis: Analysis, tokens: readonly TokenAt[]): readonly Line[] {
  const [first] = tokens;
  if (first?.use === undefined) return [];
  const values = valuesOf(tokens);
  const [only] = values;
  const name = code(first.use.source);
  if (values.length === 1 && only) {
    const stands = fill(
      (what, value) => l10n.t('{0} stands for {1}', what, value),
      ...[name, shortened(only.words)],
    );
    return monitorLines(analysis, first.machine, reachedBy(only), first, [paragraph(...stands)]);
  }
  const shown = values.slice(0, LISTED_VALUES).map(valueLine);
  const more = values.length - LISTED_VALUES;
  return [
    paragraph(...fill((what) => l10n.t('{0} stands for one of these', what), name)),
    ...shown,
    ...(more > 0 ? [item(text(moreWords(more)))] : []),
  ];
}

function valueLine(value: Value): Line {
  const machine = value.tokens[0]?.machine;
  const audiences = reachedBy(value).flatMap((one) =>
    machine ? [exposureOf(machine, one.monitor, one.reach).audience] : [],
  );
  const widest = WIDEST_FIRST.find((audience) => audiences.includes(audience));
  if (widest === undefined) return item(shortened(value.words));
  const parts = fill(
    (words, who) => l10n.t('{0}: {1}', words, who),
    ...[shortened(value.words), strong(audienceWords(widest, machine))],
  );
  return item(...parts);
}

function shortened(words: string): Part {
  return code(words.length > VALUE_LENGTH ? `${words.slice(0, VALUE_LENGTH)}…` : words);
}

function valuesOf(tokens: readonly TokenAt[]): readonly Value[] {
  const byMachine = new Map<Machine, TokenAt[]>();
  for (const token of tokens) {
    addTo(byMachine, token.machine, token);
  }
  const values = new Map<string, Value>();
  for (const own of byMachine.values()) {
    const words = wordsOf(own);
    if (!values.has(words)) values.set(words, { words, tokens: own });
  }
  return [...values.values()];
}

function wordsOf(tokens: readonly TokenAt[]): string {
  const seen = new Set<Option>();
  const words: string[] = [];
  for (const { owner, use } of tokens) {
    if (owner.kind !== 'option' || use === undefined || seen.has(owner.option)) continue;
    seen.add(owner.option);
    for (const { value: word } of owner.option.words) {
      const pieces = word.pieces.filter(({ through }) =>
        through.some(({ at }) => sameSpan(at, use.at)),
      );
      if (pieces.length > 0) words.push(writtenValue(pieces));
    }
  }
  return words.join(' ');
}

/** A value with its unknown parts as written: `${XDG_RUNTIME_DIR:-$HOME}`. */
function writtenValue(pieces: readonly Piece[]): string {
  const isKnown = pieces.every((piece) => piece.kind === 'known');
  return isKnown ? pieces.map(({ text }) => text).join('') : writtenWithDefaults({ pieces });
}

function reachedBy({ tokens }: Value): readonly Reached[] {
  const [first] = tokens;
  const owners = tokens.filter(({ token }) => decides(token)).map(({ owner }) => owner);
  return first === undefined ? [] : monitorsOf(first.machine, owners);
}
