/** Turns what QEMU may read into the text of an item, with the places to go to in it. */

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

/** What decides how the parts of an item are written. */
export interface Writing {
  readonly host: LanguageSupport;
  readonly settings: Settings;
  /** The text and path of the document. */
  readonly text: string;
  readonly path: string;
  /** Whether the script ends at a variable that is not set. */
  readonly nounset?: boolean;
  /** The name of the machine that it is for, where it has one. */
  readonly name: string | undefined;
}

/** A stretch of a word where it is written, and how text is written there. */
export interface WrittenPlace {
  /** In the document. */
  readonly at: Span;
  readonly anchor: EditAnchor;
  readonly writing: Writing;
}

/** A text with its tab stops. */
export interface WrittenText {
  readonly text: string;
  /** The text without the quotes and escapes of the place. */
  readonly plain: string;
  readonly stops: readonly TabStop[];
}

/** What a part is, and the words in it that a tab stop holds. */
interface WrittenPart {
  readonly template: Template;
  readonly stop?: { readonly text: string; readonly choices?: readonly string[] };
}

/**
 * The parts of a proposal as they are spelled at a place. Undefined where the language cannot hold them, and
 * for a socket whose path would be too long.
 */
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

/** Tab stops hold text that every language spells as it is, so they are found as they stand. */
function findStops(text: string, parts: readonly WrittenPart[]): readonly TabStop[] {
  const stops: TabStop[] = [];
  let position = 0;
  for (const { stop, template } of parts) {
    // What stands in front of a stop is passed by, so that the `on` of `connections=on` is the second one.
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

/**
 * What has to be typed of an item that writes a socket's path: its directory at most. Whoever goes on with a name
 * has one, and Enter must not write ours in its place.
 */
export function filterOf({ parts }: Proposal, { plain }: Pick<WrittenText, 'plain'>) {
  const slash = parts.some(({ kind }) => kind === 'socket-path') ? plain.lastIndexOf('/') : -1;
  return slash === -1 ? undefined : plain.slice(0, slash + 1);
}

/** What an item is called: what the proposal says, or the text that it stands for. */
export function labelOf({ label }: Proposal, { plain }: Pick<WrittenText, 'plain'>): string {
  return label === '' ? plain : label;
}
