/** What a monitor is, who can open it and why, and how to get there. */
import * as l10n from '@vscode/l10n';
import { exposureOf } from '../../qemu/display/exposure.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { audienceWords } from '../../qemu/reach/audience.ts';
import { MODE_NAMES } from '../../rules/monitor-finding.ts';
import { type Span, sameSpan } from '../../text/span.ts';
import type { Analysis, ShownFinding } from '../analyze.ts';
import { type ConnectCommand, connectCommands, LEAVING } from '../connect-command.ts';
import { wayOf } from '../way.ts';
import { code, fill, item, type Line, type Part, paragraph, strong, text } from './prose.ts';
import type { Reached } from './token-monitors.ts';

/** How many lines a hover has room for. */
const MAX_LINES = 12;
/** More ways to connect than these are of no use in a hover. */
const MAX_COMMANDS = 2;
/** More monitors than these are counted. */
const MAX_MONITORS = 4;

/**
 * All about one monitor behind what was `said` of the text itself; `here` is that text, which needs no link to
 * itself. Ways to connect are told as far as there is room.
 */
export function reachLines(
  analysis: Analysis,
  machine: Machine,
  { monitor, reach }: Reached,
  here: Span,
  said: readonly Line[],
): readonly Line[] {
  const { audience, evidence } = exposureOf(machine, monitor, reach);
  const lines = [
    ...said,
    paragraph(...monitorParts({ monitor, reach })),
    paragraph(
      ...fill((who) => l10n.t('Who can open it: {0}', who), strong(audienceWords(audience))),
    ),
    ...evidence.map(({ message, at }) =>
      item(at && !sameSpan(at, here) ? linked(analysis, message, at) : text(message)),
    ),
    ...elsewhere(analysis, machine, { monitor, reach }, here),
  ];
  const rules = ruleLines(analysis, machine, { monitor, reach }, here);
  // A line above them says what they are for.
  const room = Math.min(MAX_COMMANDS, MAX_LINES - lines.length - rules.length - 1);
  const commands = connectCommands(machine, monitor, reach).slice(0, Math.max(0, room));
  return [
    ...lines,
    ...(commands.length === 0 ? [] : [paragraph(text(howWords(commands)))]),
    ...commands.map(({ command }) => item(code(command))),
    ...rules,
  ];
}

/**
 * Links to what else belongs to a monitor, where that stands in other lines: the option that makes it, its
 * chardev, the command.
 */
function elsewhere(
  analysis: Analysis,
  { programAt }: Machine,
  { monitor, reach }: Reached,
  here: Span,
): readonly Line[] {
  const origin = 'chardev' in reach ? reach.chardev.origin : undefined;
  const chardev =
    origin?.kind === 'option'
      ? origin.option.word.at
      : origin?.kind === 'section'
        ? origin.section.at
        : undefined;
  const made = monitor.made === 'default' ? undefined : monitor.at;
  const places: readonly (readonly [Span | undefined, string])[] = [
    [made, l10n.t('monitor')],
    [chardev, l10n.t('chardev')],
    [programAt, l10n.t('command')],
  ];
  const links = places.flatMap(([at, label]): readonly Part[] => {
    if (at === undefined || isInLineOf(analysis, at, here)) return [];
    const link = linked(analysis, label, at);
    return link.kind === 'place' ? [link] : [];
  });
  const [one, two, three] = links;
  if (one === undefined) return [];
  if (two === undefined) return [paragraph(...fill((a) => l10n.t('See also: {0}', a), one))];
  if (three === undefined) {
    return [paragraph(...fill((a, b) => l10n.t('See also: {0}, {1}', a, b), one, two))];
  }
  const all = fill((a, b, c) => l10n.t('See also: {0}, {1}, {2}', a, b, c), one, two, three);
  return [paragraph(...all)];
}

/** Whether two texts begin in the same line of a file. */
function isInLineOf({ files }: Analysis, a: Span, b: Span): boolean {
  const [first, second] = [files.locate(a), files.locate(b)];
  if (first === undefined || first.path !== second?.path) return false;
  const text = files.files.find(({ path }) => path === first.path)?.text ?? '';
  const start = Math.min(first.at.start, second.at.start);
  return !text.slice(start, Math.max(first.at.start, second.at.start)).includes('\n');
}

/** What the commands are for. */
function howWords(commands: readonly ConnectCommand[]): string {
  if (commands.some(({ listens }) => listens)) {
    return l10n.t('How to be at the other end, on the host and before QEMU starts');
  }
  return commands.some(({ command }) => command.includes(LEAVING))
    ? l10n.t('How to connect, on the host; Ctrl-] leaves socat')
    : l10n.t('How to connect, on the host');
}

/** Several monitors in a line each, with who can open them. */
export function shortLines(machine: Machine, reached: readonly Reached[]): readonly Line[] {
  const lines = reached.slice(0, MAX_MONITORS).map((one) => {
    const way = wayWords(one);
    const name = MODE_NAMES[one.monitor.mode];
    const { audience } = exposureOf(machine, one.monitor, one.reach);
    const who = strong(audienceWords(audience));
    return way === undefined
      ? item(...fill((slot) => l10n.t('{0} monitor: {1}', name, slot), who))
      : item(
          ...fill(
            (place, slot) => l10n.t('{0} monitor on {1}: {2}', name, place, slot),
            ...[code(way), who],
          ),
        );
  });
  const more = reached.length - lines.length;
  if (more <= 0) return lines;
  return [...lines, item(text(moreWords(more)))];
}

/** That a list goes on. */
export function moreWords(count: number): string {
  return count === 1 ? l10n.t('and one more') : l10n.t('and {0} more', count);
}

/** `HMP monitor on tcp 0.0.0.0:4444`, in as far as it is known. */
function monitorParts(reached: Reached): readonly Part[] {
  const name = strong(MODE_NAMES[reached.monitor.mode]);
  const way = wayWords(reached);
  if (way === undefined) return fill((mode) => l10n.t('{0} monitor', mode), name);
  return fill((mode, place) => l10n.t('{0} monitor on {1}', mode, place), name, code(way));
}

/** `tcp 0.0.0.0:4444`, with unknown parts as they are written. */
function wayWords({ monitor, reach }: Reached): string | undefined {
  const { transport, address } = wayOf(reach, monitor.chardev);
  if (transport === undefined) return undefined;
  return address === '' ? transport : `${transport} ${address}`;
}

/** The rules that have found something about a monitor, or at the text that the hover is about. */
function ruleLines(
  analysis: Analysis,
  machine: Machine,
  { monitor, reach }: Reached,
  here: Span,
): readonly Line[] {
  return linesOfRules(analysis, ({ at, related, machine: of }) => {
    if (sameSpan(at, here) || ('at' in reach && sameSpan(at, reach.at))) return true;
    return of === machine && related.some((place) => sameSpan(place.at, monitor.at));
  });
}

/** The rules that have found something at a text. */
export function ruleLinesAt(analysis: Analysis, here: Span): readonly Line[] {
  return linesOfRules(analysis, ({ at }) => sameSpan(at, here));
}

function linesOfRules(
  { findings }: Analysis,
  isAbout: (finding: ShownFinding) => boolean,
): readonly Line[] {
  return [...new Set(findings.filter(isAbout).map(({ rule }) => rule))].map((rule) =>
    paragraph(...fill((name) => l10n.t('Finding: {0}', name), { kind: 'rule', text: rule })),
  );
}

/** A sentence that leads to the text that it is about. */
export function linked({ files }: Analysis, words: string, at: Span): Part {
  const place = files.locate(at);
  return place ? { kind: 'place', text: words, place } : text(words);
}
