/** libvirt's logs, in which the command line of each machine stands. */
import { lowerShell } from '../../invocation/from-shell.ts';
import { readLibvirtLog } from '../../syntax/shell/log.ts';
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
