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

const HOVER_LINES = 12;
const LISTED_COMMANDS = 2;
const LISTED_MONITORS = 4;

/** Describes a monitor, then the text `here`, but for what a diagnostic shows. */
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
  const rest = [...said, ...linkLines(analysis, machine, reached, here.at)];
  const room = Math.min(LISTED_COMMANDS, HOVER_LINES - why.length - rest.length - 1);
  const commands = connectCommands(machine, monitor, reach).slice(0, Math.max(0, room));
  return [
    ...why,
    ...(commands.length === 0 ? [] : [paragraph(text(howWords(machine, commands)))]),
    ...commands.map(({ command }) => item(code(command))),
    ...rest,
  ];
}

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
  // Another machine may share the finding.
  const own = ofAll.filter((finding) => finding.machine === machine);
  const about = own.length > 0 ? own : ofAll;
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

function isAbove(found: Span, { at, offset }: Pointed): boolean {
  return contains(found, at) || (found.start <= offset && offset < found.end);
}

function linkLines(
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

function isInLineOf({ files }: Analysis, a: Span, b: Span): boolean {
  const [first, second] = [files.locate(a), files.locate(b)];
  if (first === undefined || first.path !== second?.path) return false;
  const text = files.files.find(({ path }) => path === first.path)?.text ?? '';
  const start = Math.min(first.at.start, second.at.start);
  return !text.slice(start, Math.max(first.at.start, second.at.start)).includes('\n');
}

function howWords(machine: Machine, commands: readonly ConnectCommand[]): string {
  if (commands.some(({ listens }) => listens)) {
    return hostSentence(machine, 'Listen on this host before QEMU starts:');
  }
  return commands.some(({ command }) => command.includes(LEAVING))
    ? hostSentence(machine, 'Connect from this host (Ctrl+] ends socat):')
    : hostSentence(machine, 'Connect from this host:');
}

/** Describes one monitor in full, several in a line each. */
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

/** A line for each monitor. */
export function shortLines(machine: Machine, reached: readonly Reached[]): readonly Line[] {
  const lines = reached.slice(0, LISTED_MONITORS).map((one) => item(...monitorParts(machine, one)));
  const more = reached.length - lines.length;
  if (more <= 0) return lines;
  return [...lines, item(text(moreWords(more)))];
}

/** Words for omitted monitors. */
export function moreWords(count: number): string {
  return count === 1 ? l10n.t('and one more') : l10n.t('and {0} more', count);
}

/** `HMP monitor on tcp 0.0.0.0:4444: anyone on the network` */
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

function wayWords({ monitor, reach }: Reached): string | undefined {
  const { transport, address } = monitorAddressOf(reach, monitor.chardev);
  if (transport === undefined) return undefined;
  return address === '' ? transport : `${transport} ${address}`;
}

/** Links a sentence to its text. */
export function linked({ files }: Analysis, words: string, at: Span): Part {
  const place = files.locate(at);
  return place ? { kind: 'place', text: words, place } : text(words);
}
