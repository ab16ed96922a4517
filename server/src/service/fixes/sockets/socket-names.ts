/**
 * Which name a fix gives to a socket: readable, safe in a file name, never the same one twice, and the same path for
 * both ends of it. Why: docs/decisions/fix-edits.md
 */

import type { MonitorMode } from '../../../qemu/machine/machine.ts';
import { plain, type Template, type TemplatePart } from '../../../syntax/spell.ts';
import { type AnchorPart, type EditAnchor, partsAt } from '../../../text/edit-anchor.ts';
import type { MappedText } from '../../../text/mapped-text.ts';

/** The longest file name we make up; with its directory a path must fit into 103 bytes. */
const MAX_NAME = 40;

const ENDING = '.sock';
/** How far back the beginning of a name is looked for; no file name is longer. */
const MAX_BASE = 255;

export interface SocketNames {
  /**
   * The ending for a socket whose name begins with `stem`: `-monitor.sock`, or `-monitor-2.sock` where
   * that one is taken. The result is taken from then on.
   */
  readonly claim: (stem: string, mode: MonitorMode) => string;
}

/** Names that do not clash with any `.sock` the text mentions, nor with those that are taken already. */
export function socketNames(text: string, others: Iterable<string> = []): SocketNames {
  const taken = new Set([...others, ...mentionedSockets(text)]);
  /** The number to try next for each name, so that a thousand monitors do not count to a thousand each. */
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

/**
 * The names of sockets in a text. One with an expansion in it is there twice: as far as it is literal, and
 * as it is written.
 */
export function mentionedSockets(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (let end = text.indexOf(ENDING); end !== -1; end = text.indexOf(ENDING, end + 1)) {
    // From the back, and no further than a name can reach: a regular expression would try every start.
    let start = end;
    while (start > 0 && end - start < MAX_BASE && /[\w.-]/.test(text[start - 1] ?? '')) start--;
    names.add(text.slice(start, end) + ENDING);
    // A name with an expansion, such as `vm-$((4000 + i))-monitor.sock`, reaches back to its directory.
    // In a string for another shell it is written `vm-\$i`.
    const before = text.slice(Math.max(0, end - MAX_BASE), end).replaceAll('\\', '');
    names.add(before.slice(before.lastIndexOf('/') + 1) + ENDING);
  }
  return names;
}

/**
 * Names for fixes of which only one will be taken: each call begins anew, and a fix that asks for the same as
 * another one did gets the same.
 */
export function alternativeNames({ claim }: SocketNames): () => SocketNames {
  const given = new Map<string, string[]>();
  return () => {
    const asked = new Map<string, number>();
    return {
      claim: (stem, mode) => {
        const key = `${mode} ${stem}`;
        const number = asked.get(key) ?? 0;
        asked.set(key, number + 1);
        const endings = given.get(key) ?? [];
        given.set(key, endings);
        const ending = endings[number] ?? claim(stem, mode);
        endings[number] = ending;
        return ending;
      },
    };
  };
}

/**
 * The beginning of a socket's name: the machine's name, or the file's without its ending, or the folder's of a
 * `Makefile`. Characters that would need quotes or mean something in a path or an option become `-`.
 */
export function socketStem(machineName: string | undefined, path: string): string {
  const names = path.split('/');
  const file = (names.pop() ?? '').replace(/(?<=.)\.[^.]*$/, '');
  const folder = names.pop() ?? '';
  // Two projects of one user would take the socket from each other.
  const own = USUAL_NAMES.test(file) && safeName(folder) ? folder : file;
  return safeName(machineName ?? '') || safeName(own) || 'qemu';
}

/** What files are called in every project, so that the name of the folder says more. */
const USUAL_NAMES =
  /^(?:(?:GNU|BSD)?[Mm]akefile|(?:Docker|Container|Jenkins|Vagrant)file|\.?justfile|(?:docker-)?compose|main|index|mod|flake|default|__(?:init|main)__)$/;

/** The name of the folder that has all of some files; undefined where that says nothing: `/`. */
export function commonStem(paths: readonly string[]): string | undefined {
  const [first = [], ...others] = paths.map((path) => path.split('/').slice(0, -1));
  const end = first.findIndex((part, index) => others.some((other) => other[index] !== part));
  return safeName(first.at(end === -1 ? -1 : end - 1) ?? '') || undefined;
}

/** The same for any text; empty if nothing of it is usable. */
function safeName(text: string): string {
  return text
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+/, '')
    .slice(0, MAX_NAME)
    .replace(/(?<![-.])[-.]+$/, '');
}

/** The socket that takes the place of a port. */
export interface MovedSocket {
  /** With the `/` at its end; empty where the path is taken from where QEMU is started. */
  readonly directory: Template;
  /** Whether that is a directory of this script or this QEMU, and not the one that fixes take otherwise. */
  readonly isOwn: boolean;
  readonly stem: string;
  readonly ending: string;
  /** What is a part of the name, since it is not literal where the monitor has it and tells machines apart. */
  readonly carries: 'port' | 'host' | undefined;
  /** The port in whose place the socket is for all scripts of the project that open it. */
  readonly address?: string | undefined;
}

/** `-$PORT` as a part of a socket's name. */
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

/** The same path where a client writes its port in its own way. */
export function pathForPort(
  { directory, stem, ending, carries }: MovedSocket,
  port: MappedText,
  anchor: EditAnchor,
): Template {
  const carried = carries === 'port' ? portInName(partsAt(port, anchor)) : [];
  // A name right behind an expansion of the directory, as behind `$DIR/`, is never glued to it.
  return [...directory, ...plain(stem), ...carried, ...plain(ending)];
}
