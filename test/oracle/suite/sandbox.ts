/**
 * Runs the cases of a suite. They may do anything that a shell can, so they run as `nobody` in namespaces of
 * their own: no network, their own processes, all files read-only but for folders that are made for them.
 * Needs Linux with unshare, and root or namespaces for everybody.
 */
import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { inSingleQuotes } from '../../support/quoting.ts';
import { NAMESPACES } from '../namespaces.ts';
import type { SuiteCase } from './cases.ts';

/** Where a case finds its folder. */
export const MOUNT = '/mnt';

export interface Run {
  /** Each QEMU that was started: at which site, and with what. */
  readonly calls: readonly { readonly site: number; readonly argv: readonly string[] }[];
  readonly complaints: string;
  /** False for a script that had to be stopped. */
  readonly ended: boolean;
}

export interface SandboxOptions {
  /** The words of the command that runs a script, without that. */
  readonly shell: readonly string[];
  /** A folder whose files lie beside each script. */
  readonly neighbours?: string | undefined;
}

/** Seconds for one case. */
const TIMEOUT = 20;

/** Its path says which case it belongs to and at which site it stands. One write, so that nothing mixes. */
const STUB = `#!/bin/sh
folder=\${0%/*/*}
site=\${0%/*}
printf '%s\\0' "\${site##*/}" "$#" "$@" >> "$folder/record"
`;

/** As the user `nobody` if we are root; a mapped root has no other user. */
const DRIVER = `set -e
mount --make-rprivate /
mount --bind "$1" ${MOUNT}
for folder in /tmp /var/tmp /dev/shm; do mount -t tmpfs none "$folder"; chmod 1777 "$folder"; done
while read -r _ _ _ _ point _; do
  case $point in ${MOUNT}|/tmp|/var/tmp|/dev/shm) ;; *) mount -o remount,bind,ro "$point" || : ;; esac
done < /proc/self/mountinfo 2> ${MOUNT}/mounts
if ( : > /guard-may-write ) 2> /dev/null; then echo 'the root folder can be written to' >&2; exit 3; fi
as=
if [ "$2" = 0 ]; then as='setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs'; fi
cd ${MOUNT}
exec env -i PATH=/usr/bin:/bin HOME=/home/guard LC_ALL=C.UTF-8 $as sh ${MOUNT}/jobs.sh
`;

/** Runs the cases, of which the first one's folder is called \`first\`. */
export async function runCases(
  cases: readonly SuiteCase[],
  first: number,
  { shell, neighbours }: SandboxOptions,
): Promise<readonly Run[]> {
  const folder = mkdtempSync(join(tmpdir(), 'monitor-guard-suite-'));
  try {
    chmodSync(folder, 0o777);
    writeFileSync(join(folder, 'stub'), STUB, { mode: 0o755 });
    writeFileSync(join(folder, 'driver.sh'), DRIVER);
    if (neighbours !== undefined) cpSync(neighbours, join(folder, 'suite'), { recursive: true });
    const lines = cases.map((suiteCase, index) => {
      const name = String(first + index);
      prepare(suiteCase, join(folder, name));
      return lineOf(suiteCase, name, shell, neighbours !== undefined);
    });
    writeFileSync(
      join(folder, 'jobs.sh'),
      ['ulimit -c 0; ulimit -f 20000; ulimit -v 2000000', ...lines].join('\n'),
    );
    await enter(folder);
    return cases.map((_, index) => read(join(folder, String(first + index))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function prepare({ script, sites }: SuiteCase, folder: string): void {
  mkdirSync(join(folder, 'work'), { recursive: true });
  for (const site of sites.keys()) {
    mkdirSync(join(folder, String(site)));
    symlinkSync(`${MOUNT}/stub`, join(folder, String(site), 'qemu-system-x86_64'));
  }
  writeFileSync(join(folder, 'script'), script);
  for (const name of ['record', 'stderr', 'status']) writeFileSync(join(folder, name), '');
  for (const name of ['.', 'work', 'record', 'stderr', 'status']) {
    chmodSync(join(folder, name), 0o777);
  }
}

function lineOf(
  { file }: SuiteCase,
  name: string,
  shell: readonly string[],
  neighbours: boolean,
): string {
  const home = `${MOUNT}/${name}`;
  const script = `${home}/work/${basename(file)}`;
  return [
    `cd ${home}/work`,
    ...(neighbours ? [`cp -rs ${MOUNT}/suite/. . ; rm -f ${inSingleQuotes(script)}`] : []),
    `cp ../script ${inSingleQuotes(script)}`,
    `TMP=${home}/work TMPDIR=${home}/work THIS_SH=/bin/${shell[0]} SH=/bin/${shell[0]} timeout -k 1 ${TIMEOUT} ${shell.join(' ')} ./${inSingleQuotes(basename(file))} < /dev/null > /dev/null 2> ../stderr`,
    `echo $? > ../status`,
  ].join('; ');
}

function enter(folder: string): Promise<void> {
  const driver = ['sh', join(folder, 'driver.sh'), folder, String(process.getuid?.() ?? 1)];
  return new Promise((resolve, reject) => {
    execFile('unshare', [...NAMESPACES, ...driver], (error, _, stderr) =>
      // What the last case ends with says nothing.
      error === null || error.code !== 3 ? resolve() : reject(new Error(stderr)),
    );
  });
}

function read(folder: string): Run {
  const status = readFileSync(join(folder, 'status'), 'utf8').trim();
  return {
    calls: callsIn(readFileSync(join(folder, 'record'), 'utf8')),
    complaints: readFileSync(join(folder, 'stderr'), 'utf8'),
    // The statuses with which `timeout` says that it had to stop the script; none if nothing was run.
    ended: status !== '' && status !== '124' && status !== '137',
  };
}

function callsIn(record: string): Run['calls'] {
  const words = record.split('\0');
  const calls: { readonly site: number; readonly argv: readonly string[] }[] = [];
  for (let at = 0; at < words.length - 1; ) {
    const count = Number(words[at + 1]);
    calls.push({ site: Number(words[at]), argv: words.slice(at + 2, at + 2 + count) });
    at += 2 + count;
  }
  return calls;
}
