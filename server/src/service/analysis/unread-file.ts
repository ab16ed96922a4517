/**
 * What a file in an unsupported language says of QEMU. It is not checked, but a list of a workspace's
 * monitors must mention it: finding no monitor is no answer for a Makefile that starts one.
 * Why: docs/decisions/findings.md
 */
import { holdsMonitor } from '../../invocation/lists/mentions.ts';

/**
 * `unfollowed`: read, but not followed to its end; `monitor`: contains a monitor option with its device
 * string; `documentation`: the same in documentation or a log; `program`: only names a program of QEMU.
 */
export type Unread = 'unfollowed' | 'monitor' | 'documentation' | 'program';

/** Documentation, and output of programs. */
const DOCUMENTATION =
  /\.(?:md|markdown|mdx|rst|adoc|asciidoc|txt|html?|texi|texinfo|tex|org|pod|po|pot|[1-8]|log|diff|patch|ipynb|srt|csv|svg|sarif)$|(?:^|\/)(?:README|CHANGELOG|CHANGES|NEWS|TODO|COPYING|AUTHORS|HISTORY)[^/]*$/i;

const PROGRAM = /\bqemu-(?:system-[a-z0-9]|kvm\b|storage-daemon\b)/;

/**
 * What an unread file contains; undefined if it does not concern QEMU, or is binary. `bytes`: its first 64
 * KiB suffice, one character per byte.
 */
export function unreadFile(path: string, bytes: string): Unread | undefined {
  if (bytes.includes('\0')) return undefined;
  if (holdsMonitor(bytes)) {
    return DOCUMENTATION.test(path) ? 'documentation' : 'monitor';
  }
  // Manuals often name programs.
  return PROGRAM.test(bytes) && !DOCUMENTATION.test(path) ? 'program' : undefined;
}
