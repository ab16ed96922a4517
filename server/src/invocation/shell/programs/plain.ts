/**
 * Programs that run nothing: what they print, and which of them only talk about what their words name. From the
 * manuals of coreutils, util-linux, kmod, procps, grep and iproute2.
 */
import { alike, type Program } from './program.ts';

const talks = { onlyTalks: true } as const;

/** The letters in front take no value: `-eq` looks for a q. */
const GREP_QUIET = /^(?:-[aEFGHIPRTUZbchilnorsvwxyz]*q|--quiet$|--silent$)/;

export const PLAIN: readonly Program[] = [
  // They say nothing unless they are told to, or something goes wrong.
  alike('chgrp chmod chown cp dd fallocate install ln mkdir mkfifo mknod mv rm rmdir sync touch', {
    prints: 'nothing',
    ...talks,
  }),
  alike('truncate unlink insmod modprobe rmmod umount killall kill sleep logger', {
    prints: 'nothing',
    ...talks,
  }),
  alike('grep egrep fgrep', { prints: GREP_QUIET, searches: true, ...talks }),
  alike('zgrep rg', { prints: GREP_QUIET, ...talks }),
  { names: ['cmp'], prints: /^(?:-[bl]*s|--quiet$|--silent$)/, ...talks },
  { names: ['sed'], prints: /^(?:-[Enrsuz]*i|--in-place)/, ...talks },
  { names: ['mount'], prints: /^(?:-[ot]|\/|--bind$)/, ...talks },
  { names: ['stty'], prints: /^(?!-[ag]$|size$|speed$)./, ...talks },
  { names: ['systemctl'], prints: /^(?:-q|--quiet)$/, ...talks },
  { names: ['brctl'], prints: /^(?:add|del|set)/, ...talks },
  { names: ['ulimit'], prints: /^(?:\d+|unlimited|hard|soft)$/, ...talks },
  { names: ['umask'], prints: /^\d/, ...talks },
  // Text that is printed, looked for or changed.
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
  // Who asks for a program, its files or its processes.
  alike(
    'which whereis type hash locate file stat ls du ldd nm strings objdump readelf strip',
    talks,
  ),
  alike('pidof ps top htop man apropos whatis tldr', talks),
  // Packages, repositories and files from elsewhere.
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
