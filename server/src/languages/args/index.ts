/** The command lines of libvirt's own tests, and what they look like elsewhere: `*.args`. */
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
  // `virt-install` divides the arguments that it passes on as shlex does.
  embedded: { notation: 'shlex', mayExpand: false, followsScript: false },
  socketDirectory: plain('/var/lib/libvirt/qemu/'),
  hasShellWords: true,
};
