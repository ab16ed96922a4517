// Gets the repository ready to work in: the packages of package-lock.json, among them the Node
// that everything here runs under, and the two bundles. Uses nothing but Node's own modules,
// since it runs before there are any others.
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram, onWindows, runToEnd } from './processes.mjs';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const binFolder = join(ROOT, 'node_modules', '.bin');

/**
 * Installs the packages if they are missing or older than the lock file.
 * @param {(sentence: string) => void} say
 */
export async function installPackages(say) {
  refuseOldNode();
  if (!isInstalled()) {
    say('Installing the packages of package-lock.json with npm ci (450 MB on disk, once)');
    await downloadWithNpm(['ci'], say);
  }
  preferToolchain();
}

/**
 * Has npm download packages, again if a download broke off: there are hundreds of them.
 * @param {readonly string[]} args
 * @param {(sentence: string) => void} say
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export async function downloadWithNpm(args, say, options = {}) {
  // The level is named since the `--silent` of a caller would hide npm's errors too. Warnings stay
  // hidden: packages that want Node 22 or newer get it, whatever npm itself runs under.
  const flags = ['--no-audit', '--no-fund', '--loglevel=error', '--fetch-retry-maxtimeout=10000'];
  for (let attempt = 1; attempt <= 2; attempt++) {
    if ((await npmRun([...args, ...flags], options)) === 0) return;
    if (attempt < 2) say(`npm ${args[0]} failed; trying again`);
  }
  throw new Error(`npm ${args[0]} failed (the npm registry must be reachable for that)`);
}

/**
 * Runs npm in the repository; answers with its exit code.
 * @param {readonly string[]} args
 * @param {import('./processes.mjs').RunOptions} [options]
 */
export function npmRun(args, options = {}) {
  const [command, ...before] = npmCommand();
  return runToEnd(command, [...before, ...args], { cwd: ROOT, ...options });
}

/**
 * npm as a command and its first arguments: the one that started us or the one on the PATH, under
 * the machine's Node, which knows what this machine's network needs (proxies, certificates).
 * @returns {[string, ...string[]]}
 */
function npmCommand() {
  const onPath = onWindows ? undefined : findProgram(['npm']);
  const script = process.env.npm_execpath ?? (onPath && realpathSync(onPath));
  if (script?.endsWith('npm-cli.js') && existsSync(script)) return [machineNode(), script];
  return onWindows ? ['cmd.exe', '/d', '/s', '/c', 'npm.cmd'] : ['npm'];
}

/** The Node of the machine, which may be as old as 20. */
export function machineNode() {
  const { GUARD_MACHINE_NODE, npm_node_execpath } = process.env;
  return GUARD_MACHINE_NODE ?? npm_node_execpath ?? process.execPath;
}

/** Node 24 from the npm package `node`; the present Node until that is installed. */
export function toolchainNode() {
  const node = join(binFolder, onWindows ? 'node.cmd' : 'node');
  return !onWindows && existsSync(node) ? node : process.execPath;
}

/** Puts the toolchain's programs, its Node among them, first on the PATH of what we start. */
export function preferToolchain() {
  // What we start would take the toolchain's Node for the machine's.
  process.env.GUARD_MACHINE_NODE = machineNode();
  const rest = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== binFolder);
  process.env.PATH = [binFolder, ...rest].join(delimiter);
}

/** Does node_modules hold what package-lock.json asks for? */
function isInstalled() {
  const installed = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(installed) || !existsSync(toolchainNode())) return false;
  const wanted = join(ROOT, 'package-lock.json');
  if (statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return true;
  // A checkout renews the lock file's date even where its text stays the same.
  return hasSamePackages(wanted, installed);
}

/**
 * @param {string} wanted
 * @param {string} installed
 */
function hasSamePackages(wanted, installed) {
  const want = JSON.parse(readFileSync(wanted, 'utf8')).packages;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return Object.entries(want).every(
    ([path, { version, optional }]) =>
      path === '' || optional === true || have[path]?.version === version,
  );
}

function refuseOldNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new Error(`Node 20 or newer is needed; this is ${process.version}`);
}
