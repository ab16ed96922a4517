/** Renders proposals as texts with tab stops. */

import type { LanguageSupport, TabStop } from '../../languages/support.ts';
import type { Proposal, ProposalPart } from '../../qemu/completion/proposal.ts';
import { doubleCommas } from '../../qemu/options/keyval.ts';
import { plain, spell, type Template, templateText, withTexts } from '../../syntax/spell.ts';
import type { EditAnchor } from '../../text/edit-anchor.ts';
import type { Encodings } from '../../text/encoding.ts';
import type { Span } from '../../text/span.ts';
import { socketNames, socketStem } from '../fixes/sockets/socket-names.ts';
import { fitsSocket, serverFlags, socketDirectory } from '../fixes/sockets/socket-words.ts';
import type { Settings } from '../settings/settings.ts';

export interface Writing {
  readonly host: LanguageSupport;
  readonly settings: Settings;
  readonly text: string;
  readonly path: string;
  readonly nounset?: boolean;
  readonly name: string | undefined;
}

/** A part of a word. */
export interface WrittenPlace {
  readonly at: Span;
  readonly anchor: EditAnchor;
  readonly writing: Writing;
}

/** A text with tab stops. */
export interface WrittenText {
  readonly text: string;
  /** The text without quotes and escapes. */
  readonly plain: string;
  readonly stops: readonly TabStop[];
}

interface WrittenPart {
  readonly template: Template;
  readonly stop?: { readonly text: string; readonly choices?: readonly string[] };
}

/** Writes a proposal; undefined if that is impossible, or a socket's path too long. */
export function writeParts(
  writing: Writing,
  parts: readonly ProposalPart[],
  from: Encodings,
  to: Encodings,
): WrittenText | undefined {
  const written: WrittenPart[] = [];
  for (const part of parts) {
    const one = writePart(writing, part);
    if (one === undefined) return undefined;
    written.push(one);
  }
  const template = written.flatMap((part) => part.template);
  const text = spell(template, from, to);
  if (text === undefined) return undefined;
  return { text, plain: templateText(template), stops: findStops(text, written) };
}

function writePart(writing: Writing, part: ProposalPart): WrittenPart | undefined {
  switch (part.kind) {
    case 'text':
      return { template: plain(part.text) };
    case 'placeholder':
      return { template: plain(part.text), stop: { text: part.text } };
    case 'choice': {
      const [text = ''] = part.words;
      return { template: plain(text), stop: { text, choices: part.words } };
    }
    case 'server-flags':
      return { template: plain(serverFlags(writing.settings, writing.text)) };
    case 'socket-directory':
      return { template: socketDirectory(writing.host, writing.settings, writing.nounset) };
    case 'socket-path':
      return writeSocketPath(writing, part.mode, part.inList);
  }
}

function writeSocketPath(
  { host, settings, text, path, name, nounset }: Writing,
  mode: 'hmp' | 'qmp' | 'unknown',
  inList: boolean,
): WrittenPart | undefined {
  const stem = socketStem(name, path);
  const ending = socketNames(text).claim(stem, mode);
  const template = [...socketDirectory(host, settings, nounset), ...plain(stem), ...plain(ending)];
  if (!fitsSocket(template)) return undefined;
  if (!inList) return { template, stop: { text: stem } };
  return { template: withTexts(template, doubleCommas), stop: { text: stem } };
}

function findStops(text: string, parts: readonly WrittenPart[]): readonly TabStop[] {
  const stops: TabStop[] = [];
  let position = 0;
  for (const { stop, template } of parts) {
    // In `connections=on` the second `on` is the value.
    if (stop === undefined) {
      const last = template.at(-1);
      const passed = last?.kind === 'text' ? text.indexOf(last.text, position) : -1;
      if (passed !== -1 && last?.kind === 'text') position = passed + last.text.length;
      continue;
    }
    const start = text.indexOf(stop.text, position);
    if (start === -1) continue;
    position = start + stop.text.length;
    const { choices } = stop;
    stops.push({ start, end: position, ...(choices ? { choices } : {}) });
  }
  return stops;
}

/** A filter of the directory only, so that Enter keeps a typed file name. */
export function filterOf({ parts }: Proposal, { plain }: Pick<WrittenText, 'plain'>) {
  const slash = parts.some(({ kind }) => kind === 'socket-path') ? plain.lastIndexOf('/') : -1;
  return slash === -1 ? undefined : plain.slice(0, slash + 1);
}

/** The label; the text without one. */
export function labelOf({ label }: Proposal, { plain }: Pick<WrittenText, 'plain'>): string {
  return label === '' ? plain : label;
}
