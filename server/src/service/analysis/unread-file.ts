/**
 * What a file says of QEMU whose language is not read. Such a file is not checked, and whoever asks for the
 * monitors of a workspace has to hear of it: that no monitor was found is no answer for a Makefile that starts one.
 * Why: docs/decisions/findings.md
 */
import { holdsMonitor } from '../../invocation/lists/mentions.ts';

/**
 * `unfollowed`: it is read, and was not followed to its end; `monitor`: it holds a monitor's option with its device string; `documentation`: the same in a file for people, or
 * in a record of something; `program`: it only names a program of QEMU.
 */
export type Unread = 'unfollowed' | 'monitor' | 'documentation' | 'program';

/** What is read by people, and what was written down by programs. */
const DOCUMENTATION =
  /\.(?:md|markdown|mdx|rst|adoc|asciidoc|txt|html?|texi|texinfo|tex|org|pod|po|pot|[1-8]|log|diff|patch|ipynb|srt|csv|svg|sarif)$|(?:^|\/)(?:README|CHANGELOG|CHANGES|NEWS|TODO|COPYING|AUTHORS|HISTORY)[^/]*$/i;

const PROGRAM = /\bqemu-(?:system-[a-z0-9]|kvm\b|storage-daemon\b)/;

/**
 * What a file holds that is not read; undefined where it has nothing to do with QEMU, or is no text. Its bytes are
 * enough, each taken as a character, and its first 64 KiB are as much as anybody looks at.
 */
export function unreadFile(path: string, bytes: string): Unread | undefined {
  if (bytes.includes('\0')) return undefined;
  if (holdsMonitor(bytes)) {
    return DOCUMENTATION.test(path) ? 'documentation' : 'monitor';
  }
  // A manual names programs all the time.
  return PROGRAM.test(bytes) && !DOCUMENTATION.test(path) ? 'program' : undefined;
}
