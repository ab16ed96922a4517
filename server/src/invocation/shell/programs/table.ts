import { nameOf } from '../../../text/paths.ts';
import { CONNECTIONS } from './connections.ts';
import { LIBVIRT } from './libvirt.ts';
import { MACHINES } from './machines.ts';
import { alike, type Program } from './program.ts';
import { SHELLS } from './shells.ts';
import { TERMINALS } from './terminals.ts';
import { USERS } from './users.ts';
import { WRAPPERS } from './wrappers.ts';

const talks = { onlyTalks: true } as const;

/** `-eq` looks for a q. */
const GREP_QUIET = /^(?:-[aEFGHIPRTUZbchilnorsvwxyz]*q|--quiet$|--silent$)/;

const PLAIN: readonly Program[] = [
  // Silent unless verbose or failing.
  alike('chgrp chmod chown cp dd fallocate install ln mkdir mkfifo mknod mv rm rmdir sync touch', {
    prints: 'nothing',
    ...talks,
  }),
  alike('truncate unlink insmod modprobe rmmod umount killall kill sleep logger', {
    prints: 'nothing',
    ...talks,
  }),
  alike('grep egrep fgrep', { prints: GREP_QUIET, ...talks }),
  alike('zgrep rg', { prints: GREP_QUIET, ...talks }),
  { names: ['cmp'], prints: /^(?:-[bl]*s|--quiet$|--silent$)/, ...talks },
  { names: ['sed'], prints: /^(?:-[Enrsuz]*i|--in-place)/, ...talks },
  { names: ['mount'], prints: /^(?:-[ot]|\/|--bind$)/, ...talks },
  { names: ['stty'], prints: /^(?!-[ag]$|size$|speed$)./, ...talks },
  { names: ['systemctl'], prints: /^(?:-q|--quiet)$/, ...talks },
  { names: ['brctl'], prints: /^(?:add|del|set)/, ...talks },
  { names: ['ulimit'], prints: /^(?:\d+|unlimited|hard|soft)$/, ...talks },
  { names: ['umask'], prints: /^\d/, ...talks },
  // Print, search or change text.
  alike(
    'echo printf ag ack awk gawk mawk jq yq cut tr sort uniq head tail wc diff cat tee fold column',
    talks,
  ),
  alike('mail dialog whiptail zenity kdialog notify-send xmessage wall less more figlet', talks),
  alike('log info warn warning error die fail msg say usage debug notice fatal abort note', talks),
  alike(
    'print show help msg_info message complete compgen alias unalias bind test assert expr let',
    talks,
  ),
  alike('[ date tput basename dirname realpath readlink read true false :', talks),
  // Query programs, files or processes.
  alike(
    'which whereis type hash locate file stat ls du ldd nm strings objdump readelf strip',
    talks,
  ),
  alike('pidof ps top htop man apropos whatis tldr', talks),
  // Fetch packages, repositories or files.
  alike(
    'apt apt-get aptitude apt-cache dpkg dpkg-query dnf yum zypper apk pacman paru yay emerge',
    talks,
  ),
  alike('rpm brew port snap pkg pkg_add xbps-install nix-env opkg pip pip3 conda gem', talks),
  alike(
    'git hg svn gh glab wget rsync scp tar zip unzip gzip setcap getcap update-alternatives',
    talks,
  ),
];

const ROWS = [WRAPPERS, USERS, MACHINES, SHELLS, TERMINALS, CONNECTIONS, LIBVIRT, PLAIN].flat();

const BY_NAME: ReadonlyMap<string, Program> = new Map(
  ROWS.flatMap((row) => row.names.map((name) => [name, row] as const)),
);

/** A program's row; undefined if unknown. */
export function programAt(path: string): Program | undefined {
  return BY_NAME.get(nameOf(path));
}

/** Names of all programs of a kind. */
export function namesOf(isOfKind: (row: Program) => boolean): readonly string[] {
  return ROWS.filter(isOfKind).flatMap(({ names }) => names);
}

/** Whether a program runs others. */
export function runsOthers(path: string): boolean {
  const row = programAt(path);
  return row?.lastWords !== undefined || row?.nested !== undefined;
}

const VERBOSE = /^(?:-(?=[a-zA-Z]*v)[a-zA-Z]+|--verbose)$/;

/** Whether a command prints nothing. `words` follow the name; undefined if unknown. */
export function isQuiet(name: string, words: readonly (string | undefined)[]): boolean {
  const prints = programAt(name)?.prints;
  const has = (sought: RegExp) => words.some((word) => word !== undefined && sought.test(word));
  if (prints === 'nothing') return !has(VERBOSE);
  return prints instanceof RegExp && has(prints);
}

/** Whether a program may connect to a port. */
export function isNetworkClient(name: string): boolean {
  return programAt(name)?.connects !== undefined;
}

/** A cheap test for a client's name. */
export function mayNameClient(text: string): boolean {
  return CLIENT_NAMES.test(text);
}

const CLIENT_NAMES = new RegExp(
  String.raw`\b(?:${namesOf(({ connects }) => connects !== undefined).join('|')})\b`,
);

/** Whether a program may send text to another. */
export function writesToSocket(name: string): boolean {
  return programAt(name)?.sends !== undefined;
}
