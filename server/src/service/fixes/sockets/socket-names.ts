/** Names of new sockets: readable, safe, unique, equal at both ends. Why: docs/decisions/fix-edits.md */

import type { MonitorMode } from '../../../qemu/machine/machine.ts';
import { plain, type Template, type TemplatePart } from '../../../syntax/spell.ts';
import { type AnchorPart, type EditAnchor, partsAt } from '../../../text/edit-anchor.ts';
import { getOrInsert } from '../../../text/lookup.ts';
import type { MappedText } from '../../../text/mapped-text.ts';

/** Characters of a generated name; a path has 103 bytes. */
export const NAME_LENGTH = 40;

const ENDING = '.sock';
const FILE_NAME_LENGTH = 255;

/** Gives out names of sockets. */
export interface SocketNames {
  /** Takes the name `STEM-monitor.sock`, or `STEM-monitor-2.sock` if that is taken. */
  readonly claim: (stem: string, mode: MonitorMode) => string;
}

/** Avoids every `.sock` in the text, and `others`. */
export function socketNames(text: string, others: Iterable<string> = []): SocketNames {
  const taken = new Set([...others, ...mentionedSockets(text)]);
  const next = new Map<string, number>();
  return {
    claim: (stem, mode) => {
      const kind = mode === 'qmp' ? '-qmp' : '-monitor';
      for (let number = next.get(stem + kind) ?? 1; ; number++) {
        const ending = number === 1 ? `${kind}.sock` : `${kind}-${number}.sock`;
        if (taken.has(stem + ending)) continue;
        next.set(stem + kind, number + 1);
        return ending;
      }
    },
  };
}

/** Socket names in a text; one with an expansion also by its literal part. */
export function mentionedSockets(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (let end = text.indexOf(ENDING); end !== -1; end = text.indexOf(ENDING, end + 1)) {
    // Backwards, since a regular expression would take quadratic time.
    let start = end;
    while (start > 0 && end - start < FILE_NAME_LENGTH && /[\w.-]/.test(text[start - 1] ?? ''))
      start--;
    names.add(text.slice(start, end) + ENDING);
    // `vm-$((4000 + i))-monitor.sock` begins behind its directory; in nested strings it is written `vm-\$i`.
    const before = text.slice(Math.max(0, end - FILE_NAME_LENGTH), end).replaceAll('\\', '');
    names.add(before.slice(before.lastIndexOf('/') + 1) + ENDING);
  }
  return names;
}

/** Names for alternative fixes: each call starts again, and equal requests get equal names. */
export function alternativeNames({ claim }: SocketNames): () => SocketNames {
  const given = new Map<string, string[]>();
  return () => {
    const asked = new Map<string, number>();
    return {
      claim: (stem, mode) => {
        const key = `${mode} ${stem}`;
        const number = asked.get(key) ?? 0;
        asked.set(key, number + 1);
        const endings = getOrInsert(given, key, () => []);
        const ending = endings[number] ?? claim(stem, mode);
        endings[number] = ending;
        return ending;
      },
    };
  };
}

/** The machine's name, the file's stem, or the folder of a `Makefile`, with `-` for unsafe characters. */
export function socketStem(machineName: string | undefined, path: string): string {
  const names = path.split('/');
  const file = (names.pop() ?? '').replace(/(?<=.)\.[^.]*$/, '');
  const folder = names.pop() ?? '';
  // Or two projects would share a socket.
  const own = USUAL_NAMES.test(file) && safeName(folder) ? folder : file;
  return safeName(machineName ?? '') || safeName(own) || 'qemu';
}

const USUAL_NAMES =
  /^(?:(?:GNU|BSD)?[Mm]akefile|(?:Docker|Container|Jenkins|Vagrant)file|\.?justfile|(?:docker-)?compose|main|index|mod|flake|default|__(?:init|main)__)$/;

/** The name of the innermost common folder; undefined for `/`. */
export function commonStem(paths: readonly string[]): string | undefined {
  const [first = [], ...others] = paths.map((path) => path.split('/').slice(0, -1));
  const end = first.findIndex((part, index) => others.some((other) => other[index] !== part));
  return safeName(first.at(end === -1 ? -1 : end - 1) ?? '') || undefined;
}

function safeName(text: string): string {
  return text
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+/, '')
    .slice(0, NAME_LENGTH)
    .replace(/(?<![-.])[-.]+$/, '');
}

/** The socket that replaces a port. */
export interface MovedSocket {
  /** Ends with `/`; empty for the folder that QEMU starts in. */
  readonly directory: Template;
  readonly isOwn: boolean;
  readonly stem: string;
  readonly ending: string;
  /** What varies between machines and so is in the name. */
  readonly carries: 'port' | 'host' | undefined;
  /** The port that the socket replaces for all scripts of the project. */
  readonly address?: string | undefined;
}

/** `-$PORT`, for a name. */
export function portInName(parts: readonly AnchorPart[]): Template {
  const carried: TemplatePart[] = [{ kind: 'text', text: '-' }];
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'text') {
      carried.push({ kind: 'text', text: safeName(part.text) });
      continue;
    }
    const next = parts[index + 1];
    const glued = next?.kind === 'text' && /^\w/.test(next.text);
    const { source, encodings } = part.use;
    const braced = glued ? source.replace(/^\$(\w+)$/, '${$1}') : source;
    carried.push({ kind: 'source', source: braced, encodings });
  }
  return carried;
}

/** The path with the port in a client's spelling. */
export function pathForPort(
  { directory, stem, ending, carries }: MovedSocket,
  port: MappedText,
  anchor: EditAnchor,
): Template {
  const carried = carries === 'port' ? portInName(partsAt(port, anchor)) : [];
  // The `/` separates the name from an expansion before it.
  return [...directory, ...plain(stem), ...carried, ...plain(ending)];
}
