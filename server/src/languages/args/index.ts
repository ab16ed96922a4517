/** Command lines of libvirt's tests and the like: `*.args`. */
import { lowerShell } from '../../invocation/from-shell.ts';
import { readShell } from '../../syntax/shell/reader.ts';
import { plain } from '../../syntax/spell.ts';
import { SHELL_COMMENTS, SHELL_COMPLETION, SHELL_EDIT } from '../shell/index.ts';
import type { LanguageSupport } from '../support.ts';

export const ARGS: LanguageSupport = {
  id: 'args',
  detect: {
    languageIds: ['qemu-args'],
    names: /\.args$/,
    paths: /\.args$/,
  },
  lower: (text) => lowerShell(readShell(text)),
  comments: SHELL_COMMENTS,
  edit: SHELL_EDIT,
  complete: SHELL_COMPLETION,
  // `virt-install` splits its arguments like shlex.
  embedded: { notation: 'shlex', mayExpand: false, followsScript: false },
  socketDirectory: plain('/var/lib/libvirt/qemu/'),
  hasShellWords: true,
};
