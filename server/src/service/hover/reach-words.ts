/** What a monitor is, who can open it and why, and how to get there. */
import * as l10n from '@vscode/l10n';
import type { Machine } from '../../qemu/machine/machine.ts';
import { audienceOf, audienceWords } from '../../qemu/reach/audience.ts';
import { explainReach } from '../../qemu/reach/evidence.ts';
import type { Reach } from '../../qemu/reach/reach.ts';
import { MODE_NAMES } from '../../rules/monitor-finding.ts';
import { type Span, sameSpan } from '../../text/span.ts';
import type { Analysis } from '../analyze.ts';
import { connectCommands } from '../connect-command.ts';
import { wayOf } from '../way.ts';
import { code, fill, item, type Line, type Part, paragraph, strong, text } from './prose.ts';
import type { Reached } from './token-monitors.ts';

/** More ways to connect than these are of no use in a hover. */
const MAX_COMMANDS = 2;
/** More monitors than these are counted. */
const MAX_MONITORS = 4;

/** All about one monitor; `here` is the text that the hover is about, which needs no link to itself. */
export function reachLines(
  analysis: Analysis,
  machine: Machine,
  { monitor, reach }: Reached,
  here: Span,
): readonly Line[] {
  const who = strong(audienceWords(audienceOf(reach)));
  const evidence = explainReach(machine, monitor, reach).map(({ message, at }) =>
    item(at && !sameSpan(at, here) ? linked(analysis, message, at) : text(message)),
  );
  const commands = connectCommands(machine, monitor, reach).slice(0, MAX_COMMANDS);
  return [
    paragraph(...monitorParts({ monitor, reach })),
    paragraph(...fill((slot) => l10n.t('Who can open it: {0}', slot), who)),
    ...evidence,
    ...(commands.length === 0 ? [] : [paragraph(text(l10n.t('How to connect, on the host')))]),
    ...commands.map(({ command }) => item(code(command))),
    ...ruleLines(analysis, machine, { monitor, reach }, here),
  ];
}

/** Several monitors in a line each, with who can open them. */
export function shortLines(reached: readonly Reached[]): readonly Line[] {
  const lines = reached.slice(0, MAX_MONITORS).map((one) => {
    const way = wayWords(one.reach);
    const name = MODE_NAMES[one.monitor.mode];
    const who = strong(audienceWords(audienceOf(one.reach)));
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
function monitorParts({ monitor, reach }: Reached): readonly Part[] {
  const name = strong(MODE_NAMES[monitor.mode]);
  const way = wayWords(reach);
  if (way === undefined) return fill((mode) => l10n.t('{0} monitor', mode), name);
  return fill((mode, place) => l10n.t('{0} monitor on {1}', mode, place), name, code(way));
}

/** `tcp 0.0.0.0:4444`, with unknown parts as they are written. */
function wayWords(reach: Reach): string | undefined {
  const { transport, address } = wayOf(reach);
  if (transport === undefined) return undefined;
  return address === '' ? transport : `${transport} ${address}`;
}

/** The rules that have found something about a monitor, or at the text that the hover is about. */
function ruleLines(
  { findings }: Analysis,
  machine: Machine,
  { monitor, reach }: Reached,
  here: Span,
): readonly Line[] {
  const about = findings.filter(({ at, related, machine: of }) => {
    if (sameSpan(at, here) || ('at' in reach && sameSpan(at, reach.at))) return true;
    return of === machine && related.some((place) => sameSpan(place.at, monitor.at));
  });
  return [...new Set(about.map(({ rule }) => rule))].map((rule) =>
    paragraph(...fill((name) => l10n.t('Finding: {0}', name), { kind: 'rule', text: rule })),
  );
}

/** A sentence that leads to the text that it is about. */
export function linked({ files }: Analysis, words: string, at: Span): Part {
  const place = files.locate(at);
  return place ? { kind: 'place', text: words, place } : text(words);
}
