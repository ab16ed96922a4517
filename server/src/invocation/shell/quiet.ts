/**
 * Commands that print nothing on their standard output, so that what a function or a substitution prints is
 * what its other commands print. From the manuals of coreutils, util-linux, kmod, procps, grep and iproute2.
 */

/** Programs that say nothing unless they are told to, or something goes wrong. */
const QUIET: ReadonlySet<string> = new Set([
  ...['chgrp', 'chmod', 'chown', 'cp', 'dd', 'fallocate', 'install', 'ln', 'mkdir', 'mkfifo'],
  ...['mknod', 'mv', 'rm', 'rmdir', 'sync', 'touch', 'truncate', 'unlink'],
  ...['insmod', 'modprobe', 'rmmod', 'umount', 'pkill', 'killall', 'kill', 'sleep', 'logger'],
]);
const VERBOSE = /^(?:-[a-zA-Z]*v[a-zA-Z]*|--verbose)$/;

/** Words with which a program says nothing. */
const QUIET_WITH: ReadonlyMap<string, RegExp> = new Map([
  // The letters in front take no value: `-eq` looks for a q.
  ...['grep', 'egrep', 'fgrep', 'zgrep', 'rg'].map(
    (name) => [name, /^(?:-[aEFGHIPRTUZbchilnorsvwxyz]*q|--quiet$|--silent$)/] as const,
  ),
  ['cmp', /^(?:-[bl]*s|--quiet$|--silent$)/],
  ['sed', /^(?:-[Enrsuz]*i|--in-place)/],
  ['curl', /^(?:-[fgkLsSv#]*[oO]|--output|--remote-name)/],
  ['mount', /^(?:-[ot]|\/|--bind$)/],
  ['stty', /^(?!-[ag]$|size$|speed$)./],
  ['systemctl', /^(?:-q|--quiet)$/],
  ['ip', /^(?:add|del|delete|set|change|replace|flush)$/],
  ['brctl', /^(?:add|del|set)/],
  ['ulimit', /^(?:\d+|unlimited|hard|soft)$/],
  ['trap', /^(?!-[lp]$)./],
  ['umask', /^\d/],
]);

/** Whether a command prints nothing; of the words behind its name those that are not known are undefined. */
export function isQuiet(name: string, words: readonly (string | undefined)[]): boolean {
  const has = (sought: RegExp) => words.some((word) => word !== undefined && sought.test(word));
  if (QUIET.has(name)) return !has(VERBOSE);
  const told = QUIET_WITH.get(name);
  return told !== undefined && has(told);
}
