/**
 * The log that libvirt keeps of each domain (`/var/log/libvirt/qemu/NAME.log`): between lines of its own
 * it holds the command lines that it ran, each a shell command over continued lines which begins with
 * `LC_ALL=C` (`virCommandToStringBuf` in libvirt's src/util/vircommand.c).
 */
import { readShell } from './reader.ts';
import type { ShellScript } from './tree.ts';

const COMMAND_START = /^(?:LC_ALL|LD_LIBRARY_PATH|PATH)=\S* *\\$/;

/** Reads the command lines of a log; all its other lines count as blank. */
export function readLibvirtLog(source: string): ShellScript {
  let continued = false;
  const lines = source.split('\n').map((line) => {
    const text = line.replace(/\r$/, '');
    const inCommand = continued || COMMAND_START.test(text);
    continued = inCommand && text.endsWith('\\');
    return inCommand ? line : ' '.repeat(line.length);
  });
  return readShell(lines.join('\n'));
}
