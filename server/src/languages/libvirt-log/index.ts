/** libvirt's logs with the command line of each machine. */
import { lowerShell } from '../../invocation/from-shell.ts';
import { readShell } from '../../syntax/shell/reader.ts';
import type { ShellScript } from '../../syntax/shell/tree.ts';
import { plain } from '../../syntax/spell.ts';
import type { LanguageSupport } from '../support.ts';

export const LIBVIRT_LOG: LanguageSupport = {
  id: 'libvirt-log',
  detect: {
    languageIds: [],
    paths: /\/libvirt\/qemu\/[^/]*\.log$/,
    patterns: ['**/libvirt/qemu/*.log'],
  },
  lower: (text) => lowerShell(readLibvirtLog(text)),
  isReadOnly: true,
  edit: {},
  complete: { repairs: () => [] },
  socketDirectory: plain('/var/lib/libvirt/qemu/'),
};

const COMMAND_START = /^(?:LC_ALL|LD_LIBRARY_PATH|PATH)=\S* *\\$/;

/** Reads a log's command lines as a script of the same length; other lines are blank. */
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
