/** Who can do what through a monitor and why, and how to get there. */
import * as l10n from '@vscode/l10n';
import { type Exposure, exposureOf } from '../../qemu/display/exposure.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { audienceWords } from '../../qemu/reach/audience.ts';
import { hostSentence } from '../../qemu/reach/host-sentence.ts';
import { MODE_NAMES } from '../../rules/findings/subject.ts';
import { contains, type Span, sameSpan } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';
import { monitorAddressOf } from '../analysis/monitor-address.ts';
import { type ConnectCommand, connectCommands, LEAVING } from './connect-command.ts';
import { code, fill, item, type Line, type Part, paragraph, strong, text } from './prose.ts';
import type { Pointed } from './token-at.ts';
import type { Reached } from './token-monitors.ts';

/** How many lines a hover has room for. */
const MAX_LINES = 12;
/** More ways to connect than these are of no use in a hover. */
const MAX_COMMANDS = 2;
/** More monitors than these are counted. */
const MAX_MONITORS = 4;

/**
 * All about one monitor: who can do what, why, how to connect, and then what was `said` of the text itself,
 * which is `here` and needs no link to itself. What a diagnostic says there is left to it, and ways to connect
 * are told as far as there is room.
 */
export function reachLines(
  analysis: Analysis,
  machine: Machine,
  reached: Reached,
  here: Pointed,
  said: readonly Line[],
): readonly Line[] {
  const { monitor, reach } = reached;
  const exposure = exposureOf(machine, monitor, reach);
  const reasons = exposure.evidence.map(({ message, at }) =>
    item(at && !sameSpan(at, here.at) ? linked(analysis, message, at) : text(message)),
  );
  const why = [...consequenceLines(analysis, machine, reached, exposure, here), ...reasons];
  const rest = [...said, ...elsewhere(analysis, machine, reached, here.at)];
  // A line above them says what they are for.
  const room = Math.min(MAX_COMMANDS, MAX_LINES - why.length - rest.length - 1);
  const commands = connectCommands(machine, monitor, reach).slice(0, Math.max(0, room));
  return [
    ...why,
    ...(commands.length === 0 ? [] : [paragraph(text(howWords(machine, commands)))]),
    ...commands.map(({ command }) => item(code(command))),
    ...rest,
  ];
}

/** What the findings about a monitor say, and who can open it where none of them does. */
function consequenceLines(
  { findings }: Analysis,
  machine: Machine,
  reached: Reached,
  { evidence }: Exposure,
  here: Pointed,
): readonly Line[] {
  const { monitor, reach } = reached;
  const deciding = [
    ...('at' in reach ? [reach.at] : []),
    ...evidence.flatMap(({ at }) => (at ? [at] : [])),
  ];
  const isDecided = (at: Span) => deciding.some((place) => sameSpan(place, at));
  const ofAll = findings.filter(
    ({ at, related }) => isDecided(at) || related.some((place) => sameSpan(place.at, monitor.at)),
  );
  // What several commands have in common is found once, and may be told of another one.
  const own = ofAll.filter((finding) => finding.machine() === machine);
  const about = own.length > 0 ? own : ofAll;
  // What QEMU refuses, or what is of no use, may stand at the same text and says nothing of people.
  const isTold = about.some(({ at, address, severity }) => {
    return (
      address !== undefined || (isDecided(at) && (severity === 'error' || severity === 'warning'))
    );
  });
  const notAbove = about.filter(({ at }) => !isAbove(at, here));
  const first = notAbove.map(({ message, rule }) =>
    paragraph(text(message), text(' · '), { kind: 'rule', text: rule }),
  );
  return isTold ? first : [paragraph(...monitorParts(machine, reached)), ...first];
}

/** Whether the editor shows what is found at a text where somebody points. */
function isAbove(found: Span, { at, offset }: Pointed): boolean {
  return contains(found, at) || (found.start <= offset && offset < found.end);
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
function howWords(machine: Machine, commands: readonly ConnectCommand[]): string {
  if (commands.some(({ listens }) => listens)) {
    return hostSentence(machine, 'Listen on this host before QEMU starts:');
  }
  return commands.some(({ command }) => command.includes(LEAVING))
    ? hostSentence(machine, 'Connect from this host (Ctrl+] ends socat):')
    : hostSentence(machine, 'Connect from this host:');
}

/** All about the one monitor that a text belongs to, or a line about each of several, with what was `said` of the text. */
export function monitorLines(
  analysis: Analysis,
  machine: Machine,
  reached: readonly Reached[],
  here: Pointed,
  said: readonly Line[],
): readonly Line[] {
  const [only, ...others] = reached;
  return only && others.length === 0
    ? reachLines(analysis, machine, only, here, said)
    : [...shortLines(machine, reached), ...said];
}

/** Several monitors in a line each, with who can open them. */
export function shortLines(machine: Machine, reached: readonly Reached[]): readonly Line[] {
  const lines = reached.slice(0, MAX_MONITORS).map((one) => item(...monitorParts(machine, one)));
  const more = reached.length - lines.length;
  if (more <= 0) return lines;
  return [...lines, item(text(moreWords(more)))];
}

/** That a list goes on. */
export function moreWords(count: number): string {
  return count === 1 ? l10n.t('and one more') : l10n.t('and {0} more', count);
}

/** `HMP monitor on tcp 0.0.0.0:4444: anyone on the network`, in as far as it is known. */
function monitorParts(machine: Machine, reached: Reached): readonly Part[] {
  const { monitor, reach } = reached;
  const name = MODE_NAMES[monitor.mode];
  const who = strong(audienceWords(exposureOf(machine, monitor, reach).audience, machine));
  const way = wayWords(reached);
  if (way === undefined) return fill((slot) => l10n.t('{0} monitor: {1}', name, slot), who);
  return fill(
    (place, slot) => l10n.t('{0} monitor on {1}: {2}', name, place, slot),
    ...[code(way), who],
  );
}

/** `tcp 0.0.0.0:4444`, with unknown parts as they are written. */
function wayWords({ monitor, reach }: Reached): string | undefined {
  const { transport, address } = monitorAddressOf(reach, monitor.chardev);
  if (transport === undefined) return undefined;
  return address === '' ? transport : `${transport} ${address}`;
}

/** A sentence that leads to the text that it is about. */
export function linked({ files }: Analysis, words: string, at: Span): Part {
  const place = files.locate(at);
  return place ? { kind: 'place', text: words, place } : text(words);
}
