// Starts other programs and makes sure that none of them outlives us. A program that has children
// of its own (an editor's server, a browser) leads a process group, and that group is ended by its
// id, never by a name: the machine may be running another user's editor too.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const onWindows = process.platform === 'win32';

/** Prints what a script does now. */
export const say = (/** @type {string} */ sentence) => console.log(`-- ${sentence}`);

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * @typedef {import('node:child_process').SpawnOptions & { leadsGroup?: boolean }} RunOptions
 */

/**
 * Runs a command to its end, its output on ours and nothing on its standard input. With `leadsGroup` it leads a group, which
 * ends when we end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>} its exit code
 */
export async function runToEnd(command, args, { leadsGroup, ...options } = {}) {
  const start = leadsGroup ? startGroup : spawn;
  return exitCode(start(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options }));
}

/**
 * Starts a command as the leader of its own process group, which ends when we end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function startGroup(command, args, options = {}) {
  if (running.size === 0) endGroupsWhenWeEnd();
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
    detached: !onWindows,
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/**
 * Asks a group to end, and makes it end when it has not done so in three seconds.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function stopGroup(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), 3000);
  await gone;
  clearTimeout(timer);
  // The leader is gone; a child of it that ignored the request is not, perhaps.
  signalGroup(child, 'SIGKILL');
}

/**
 * The first of the programs that is on the PATH, as an absolute path.
 * @param {readonly string[]} names
 */
export function findProgram(names) {
  const endings = onWindows ? ['.exe', '.cmd', '.bat'] : [''];
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      for (const ending of endings) {
        const path = join(folder, name + ending);
        if (folder !== '' && isExecutable(path)) return path;
      }
    }
  }
  return undefined;
}

/** Ends this process, and so what it started, when the one that started it is gone. */
export function endWithParent() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, 1000).unref();
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** @param {import('node:child_process').ChildProcess} child */
async function exitCode(child) {
  const [code, signal] = await once(child, 'close');
  if (signal) console.error(`${child.spawnfile} was ended by ${signal}`);
  return typeof code === 'number' ? code : 1;
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    // A negative id names the group whose leader has that id.
    process.kill(onWindows ? child.pid : -child.pid, signal);
  } catch {
    // The group has no process left.
  }
}

let watching = false;

function endGroupsWhenWeEnd() {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const child of running) signalGroup(child, 'SIGKILL');
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => process.exit(signal === 'SIGINT' ? 130 : 143));
  }
}
