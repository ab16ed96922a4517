/**
 * Starts QEMUs in namespaces of its own (of processes, of the network) and prints what `running` says of them: as the
 * current user, and if that is root once more without privileges. Everything ends with this process, which is the
 * first of its namespace.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CommandResult, runCommand } from '../../support/command-line.ts';

/** What the worker prints, as JSON. */
export interface Told {
  readonly own: CommandResult;
  readonly text: CommandResult;
  /** Undefined if the namespace has no other user. */
  readonly unprivileged: CommandResult | undefined;
}

const QEMU = 'qemu-system-x86_64';
/** A machine that runs nothing, shows nothing, and opens what it is told to and nothing else. */
const QUIET = ['-machine', 'none', '-nodefaults', '-no-user-config', '-display', 'none', '-S'];
/** A user without privileges. */
const NOBODY = 65_534;
const PATIENCE = 60_000;

/** Opens a port and hands it over as descriptor 3. */
const HANDING = [
  'python3',
  '-c',
  [
    'import os, socket, sys',
    's = socket.create_server(("0.0.0.0", 4450))',
    'os.dup2(s.fileno(), 3)',
    'os.set_inheritable(3, True)',
    'os.execvp(sys.argv[1], sys.argv[1:])',
  ].join('\n'),
];

const [folder = ''] = process.argv.slice(2);
if (folder !== '') {
  const told = JSON.stringify(await tell());
  // The machines go on for as long as we do.
  process.stdout.write(told, () => process.exit(0));
}

async function tell(): Promise<Told> {
  spawnSync('ip', ['link', 'set', 'lo', 'up']);
  chmodSync(folder, 0o755);
  for (const [name, mode] of [
    ['private', 0o700],
    ['shared', 0o755],
  ] as const) {
    mkdirSync(join(folder, name));
    chmodSync(join(folder, name), mode);
  }
  const config = join(folder, 'secret.cfg');
  const lines = ['[chardev "m"]', 'backend = "socket"', 'host = "0.0.0.0"', 'port = "4446"'];
  writeFileSync(
    config,
    [...lines, 'server = "on"', 'wait = "off"', '[mon]', 'chardev = "m"', ''].join('\n'),
  );
  chmodSync(config, 0o600);
  const unix = (path: string): string => `unix:${join(folder, path)},server=on,wait=off`;
  start('open', [
    '-monitor',
    'tcp:0.0.0.0:4444,server=on,wait=off',
    '-object',
    'secret,id=s,data=hunter2',
  ]);
  start('local', ['-qmp', 'tcp:localhost:4445,server=on,wait=off']);
  start('private', ['-qmp', unix('private/qmp.sock')]);
  start('shared', ['-qmp', unix('shared/qmp.sock')]);
  start('closed', ['-qmp', unix('shared/closed.sock')]);
  start('config', ['-readconfig', config]);
  // A name that counts from the folder in which it was started, and a daemon that has left that folder.
  start('relative', ['-readconfig', 'secret.cfg'], ['unshare', '--net']);
  start('left', ['-daemonize', '-readconfig', 'secret.cfg'], ['unshare', '--net']);
  start('handed', ['-chardev', 'socket,id=c,fd=3,server=on,wait=off', '-mon', 'c'], HANDING);
  start('shown', ['-vnc', '0.0.0.0:51']);
  start('daemon', ['-daemonize', '-monitor', 'telnet::4447,server=on,wait=off']);
  start('abstract', ['-qmp', 'unix:guard-test,abstract=on,server=on,wait=off']);
  start('terminal', ['-monitor', 'stdio']);
  start(
    'contained',
    ['-qmp', 'tcp:0.0.0.0:4448,server=on,wait=off', '-monitor', unix('shared/../private/c.sock')],
    ['unshare', '--pid', '--fork', '--net', '--mount'],
  );
  start(
    'another',
    ['-qmp', 'tcp:127.0.0.1:4449,server=on,wait=off'],
    [],
    isRoot() ? NOBODY : undefined,
  );
  await until(() => ['shared', 'closed'].every((name) => existsSync(socketOf(name))));
  chmodSync(socketOf('shared'), 0o777);
  chmodSync(socketOf('closed'), 0o700);
  let own = await ask('json');
  await until(async () => {
    own = await ask('json');
    return isAllOpen(own.out);
  });
  const text = await ask('text');
  return { own, text, unprivileged: isRoot() ? await askAsNobody() : undefined };
}

/** Whether all machines are there, and what can be seen of them is. */
function isAllOpen(out: string): boolean {
  const unseen = out.split('"kind": "unknown"').length - 1;
  return unseen === 0 && ['another', 'left', 'handed'].every((name) => out.includes(`"${name}"`));
}

function socketOf(name: string): string {
  return join(folder, 'shared', name === 'shared' ? 'qmp.sock' : 'closed.sock');
}

function isRoot(): boolean {
  // A namespace with one user has no other user to become.
  return process.getuid?.() === 0 && spawnSync('true', { uid: NOBODY }).status === 0;
}

function start(
  name: string,
  words: readonly string[],
  before: readonly string[] = [],
  uid?: number,
): ChildProcess {
  const [command = QEMU, ...rest] = [...before, QEMU, ...QUIET, '-name', name, ...words];
  return spawn(command, rest, {
    cwd: folder,
    stdio: ['pipe', 'ignore', 'ignore'],
    ...(uid !== undefined && { uid }),
  });
}

function ask(format: string): Promise<CommandResult> {
  return runCommand('/', [
    'running',
    '-f',
    format,
    '--neighbours',
    '--rule',
    'monitor-on-loopback=warning',
  ]);
}

async function askAsNobody(): Promise<CommandResult> {
  process.seteuid?.(NOBODY);
  try {
    return await ask('json');
  } finally {
    process.seteuid?.(0);
  }
}

/** Goes on once something holds, or once it never will. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await holds()) && Date.now() < end) await sleep(100);
}
