/** What a person wants to know who points at a monitor: what it is, who can open it, and why. */
import * as l10n from '@vscode/l10n';
import type { Machine, Monitor } from '../qemu/machine/machine.ts';
import { audienceOf, audienceWords } from '../qemu/reach/audience.ts';
import { explainReach, monitorSpans } from '../qemu/reach/evidence.ts';
import { monitorReach, type Reach } from '../qemu/reach/reach.ts';
import { MODE_NAMES } from '../rules/monitor-finding.ts';
import { isKnown } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { Analysis } from './analyze.ts';

export interface HoverText {
  /** The text that it is about. */
  readonly at: Span;
  /** Markdown that reads well as plain text too. */
  readonly markdown: string;
}

/**
 * What there is to say at an offset of a file, by the first of the analyses that has something to say;
 * the answer's span counts from the file's start.
 */
export function hoverInFile(
  path: string,
  offset: number,
  analyses: readonly Analysis[],
): HoverText | undefined {
  for (const analysis of analyses) {
    const place = analysis.files.place({ path, at: { start: offset, end: offset } });
    const hover = place && hoverAt(analysis, place.start);
    const inFile = hover && analysis.files.locate(hover.at);
    if (hover && inFile?.path === path) return { ...hover, at: inFile.at };
  }
  return undefined;
}

/** What there is to say at an offset; undefined where no monitor is. The smallest text wins. */
export function hoverAt(analysis: Analysis, offset: number): HoverText | undefined {
  let best: HoverText | undefined;
  for (const machine of analysis.machines) {
    for (const monitor of machine.monitors) {
      for (const reach of monitorReach(machine, monitor)) {
        for (const at of monitorSpans(monitor, reach)) {
          if (offset < at.start || offset > at.end) continue;
          if (best && best.at.end - best.at.start <= at.end - at.start) continue;
          best = { at, markdown: describe(machine, monitor, reach) };
        }
      }
    }
  }
  return best;
}

function describe(machine: Machine, monitor: Monitor, reach: Reach): string {
  const evidence = explainReach(machine, monitor, reach);
  return [
    title(monitor, where(reach)),
    l10n.t('Who can open it: **{0}**', audienceWords(audienceOf(reach))),
    evidence.map(({ message }) => `- ${inSentence(message)}`).join('\n'),
  ].join('\n\n');
}

function title({ mode }: Monitor, place: string | undefined): string {
  const name = MODE_NAMES[mode];
  return place === undefined
    ? l10n.t('**{0} monitor**', name)
    : l10n.t('**{0} monitor** on {1}', name, code(place));
}

/** `tcp 0.0.0.0:4444`, as far as it is known. */
function where(reach: Reach): string | undefined {
  if ('transport' in reach) {
    const host = isKnown(reach.host) ? reach.host.text : '…';
    const port = reach.port && isKnown(reach.port) ? reach.port.text : '…';
    return `${reach.transport} ${host}:${port}`;
  }
  if (!('chardev' in reach)) return undefined;
  const { backend } = reach.chardev;
  if (backend.kind === 'other') return backend.name;
  if (backend.kind !== 'socket' || backend.path.kind !== 'known') return undefined;
  return `unix ${backend.path.value}`;
}

/** Text as code, whatever it holds. */
function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** Text of the document in a sentence of Markdown. */
function inSentence(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>]/g, '\\$&');
}
