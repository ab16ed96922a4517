/** Finds QEMU in files of unsupported languages. Why: docs/decisions/findings.md */
import { holdsMonitor } from '../../invocation/lists/mentions.ts';

/** The line where the analysis stopped (0: elsewhere), a monitor option with a device, or only QEMU's name. */
export type Unread = number | 'monitor' | 'documentation' | 'program';

/** A file with the line, from 1, where its analysis stopped; 0 if not in this file. */
export interface StoppedFile {
  readonly path: string;
  readonly line: number;
}

const DOCUMENTATION =
  /\.(?:md|markdown|mdx|rst|adoc|asciidoc|txt|html?|texi|texinfo|tex|org|pod|po|pot|[1-8]|log|diff|patch|ipynb|srt|csv|svg|sarif)$|(?:^|\/)(?:README|CHANGELOG|CHANGES|NEWS|TODO|COPYING|AUTHORS|HISTORY)[^/]*$/i;

const COMMENTS = /^[ \t]*(?:#(?!define)|\/\/|;|\*[ \t]).*/gm;

const PROGRAM = /\bqemu-(?:system-[a-z0-9]|kvm\b|storage-daemon\b)/;

/** What a file says; undefined without QEMU and for binaries. `bytes`: 64 KiB as Latin-1. */
export function unreadFile(path: string, bytes: string): Unread | undefined {
  if (bytes.includes('\0')) return undefined;
  if (holdsMonitor(bytes, COMMENTS)) {
    return DOCUMENTATION.test(path) ? 'documentation' : 'monitor';
  }
  return PROGRAM.test(bytes) && !DOCUMENTATION.test(path) ? 'program' : undefined;
}
