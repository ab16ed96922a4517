// Asks an installed QEMU what it knows, and writes it to test/oracle/data/qemu-facts/<version>.txt:
// its options, the keys of its option groups, chardev backends and the objects that monitors use. The
// tables in server/src/qemu are held against these files, so that a new version of QEMU shows as a diff.
//
//   node scripts/qemu-facts.mjs                     the QEMU on the PATH
//   node scripts/qemu-facts.mjs PROGRAM [DAEMON]    another one; its storage daemon lies beside it
//   node scripts/qemu-facts.mjs --print [PROGRAM …] on the standard output instead
//
// scripts/older-qemu.mjs brings programs of other versions.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFacts } from '../test/oracle/data/facts-text.mjs';

const FOLDER = fileURLToPath(new URL('../test/oracle/data/qemu-facts/', import.meta.url));

/**
 * A word that no version knows as an option, a group or a type. QEMU stops at the first thing that it
 * does not know and names it, so that a question that ends with this word never starts a machine.
 */
const NONSENSE = 'no-such-thing';

/** A machine without anything, for questions that only a running QEMU answers. */
const EMPTY = ['-machine', 'none', '-nodefaults', '-no-user-config', '-display', 'none', '-S'];

/**
 * Options that `-help` leaves out: they have no text in qemu-options.hx, or are for other targets. The
 * table of options in the binaries of 5.2, 7.2, 10.0 and 11.1 holds none besides these and the listed.
 */
const UNLISTED = [
  ...['M', 'g', 'old-param', 'prom-env', 'qtest', 'qtest-log', 'semihosting', 'semihosting-config'],
];

/** The option groups whose keys are kept: those that configure a monitor, or what stands beside one. */
const GROUPS = ['chardev', 'mon', 'msg', 'name', 'netdev', 'object', 'spice', 'vnc'];

/** Groups of config files that `query-command-line-options` leaves out. */
const UNLISTED_GROUPS = [
  'action',
  'audiodev',
  'compat',
  'display',
  'machine',
  'memory',
  'smp-opts',
];

/** Second names of backends, which help stopped to list some versions before they went. */
const SECOND_NAMES = ['parport', 'tty'];

/** The objects that are kept: they protect a monitor, or are one. */
const OBJECTS = /^(authz|monitor|secret|tls)[-_]|^secret$/;

/**
 * @typedef {{ readonly [name: string]: string }} Types names with their types
 * @typedef {'value' | 'none'} Takes whether an option takes the next word as its value
 * @typedef {{
 *   version: string,
 *   options: { readonly [name: string]: Takes },
 *   storageDaemonOptions: { readonly [name: string]: Takes },
 *   groups: { readonly [group: string]: Types },
 *   configGroups: readonly string[],
 *   backends: readonly string[],
 *   objects: { readonly [type: string]: Types },
 *   storageDaemonObjects: readonly string[],
 *   monIsDeprecated: boolean,
 * }} QemuFacts
 *   `version` is `10.0`, since patch releases change none of this. `options` have no dashes. `groups` are
 *   the option lists of GROUPS, with `string`, `boolean`, `number` or `size`; one without keys takes any.
 *   `configGroups` are what a -readconfig file may name. `backends` are the names that `-chardev` takes,
 *   also those that stand in a module of QEMU that is not installed. `objects` have the types of QOM.
 *   `spice` is missing from `groups` and `configGroups` where QEMU's module for it is not installed.
 */

/**
 * @param {string} program `qemu-system-x86_64` or a path
 * @param {string} daemon `qemu-storage-daemon` or a path
 * @returns {Promise<QemuFacts>}
 */
async function askFacts(program, daemon) {
  const folder = mkdtempSync(join(tmpdir(), 'qemu-facts-'));
  try {
    return await askIn(folder, program, daemon);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {string} folder
 * @param {string} program
 * @param {string} daemon
 * @returns {Promise<QemuFacts>}
 */
async function askIn(folder, program, daemon) {
  const version = versionIn((await run(program, ['--version'])).out);
  const daemonVersion = versionIn((await run(daemon, ['--version'])).out);
  if (version !== daemonVersion) {
    throw new Error(`${program} is ${version}, but ${daemon} is ${daemonVersion}`);
  }
  const { lists, schema, warnings } = await askMonitor(program);
  const names = optionsOf((await run(program, ['-help'])).out);
  // One letter has one dash there, and its long name on the same line.
  const daemonHelp = optionsOf((await run(daemon, ['--help'])).out);
  const daemonNames = daemonHelp.filter((name) => name.length > 1);
  const objects = await helpList(program, ['-object', 'help']);
  const spice = await keysOf(program, ['-spice', 'help']);
  const groups = GROUPS.filter((group) => group !== 'spice' && lists.has(group));
  return {
    version,
    options: await askEach([...names, ...UNLISTED], (name) => systemTakes(program, name)),
    storageDaemonOptions: await askEach(daemonNames, (name) => daemonTakes(daemon, name)),
    groups: sorted([
      ...groups.map((group) => /** @type {const} */ ([group, lists.get(group) ?? {}])),
      ...(spice ? [/** @type {const} */ (['spice', spice])] : []),
    ]),
    configGroups: Object.keys(
      await askEach([...lists.keys(), ...GROUPS, ...UNLISTED_GROUPS], (group) =>
        knowsGroup(folder, program, group),
      ),
    ),
    // The schema also has the backends of modules that are not installed.
    backends: unique([
      ...(await helpList(program, ['-chardev', 'help'])),
      ...enumWith(schema, 'ringbuf'),
      ...Object.keys(await askEach(SECOND_NAMES, (name) => knowsBackend(program, name))),
    ]),
    objects: await askEach(
      objects.filter((type) => OBJECTS.test(type)),
      (type) => keysOf(program, ['-object', `${type},help`]),
    ),
    storageDaemonObjects: (await helpList(daemon, ['--object', 'help'])).filter((type) =>
      OBJECTS.test(type),
    ),
    monIsDeprecated: /-mon\b.*deprecated/.test(warnings),
  };
}

/**
 * Whether `-NAME` takes a value, or undefined if there is no such option. The first of the two words
 * after it is either its value or looked up as an option itself (`qemu_init` in system/vl.c reads the
 * whole line once before it does anything), and the last one lacks its value, so that QEMU always stops.
 * @param {string} program
 * @param {string} name
 * @returns {Promise<Takes | undefined>}
 */
async function systemTakes(program, name) {
  const { errors } = await run(program, [`-${name}`, `-${NONSENSE}`, '-name']);
  if (errors.includes(`-${NONSENSE}: invalid option`)) return 'none';
  if (errors.includes('-name: requires an argument')) return 'value';
  if (errors.includes(`-${name}: invalid option`)) return undefined;
  throw new Error(`${program} says about -${name}: ${errors}`);
}

/**
 * The same for the storage daemon, whose getopt refuses a value behind `=` where an option takes none.
 * @param {string} daemon
 * @param {string} name
 * @returns {Promise<Takes | undefined>}
 */
async function daemonTakes(daemon, name) {
  const { errors } = await run(daemon, [`--${name}=${NONSENSE}`, `--${NONSENSE}`]);
  if (errors.includes(`'--${name}' doesn't allow an argument`)) return 'none';
  if (errors.includes(`unrecognized option '--${name}=`)) return undefined;
  return 'value';
}

/**
 * `group` if a config file may name it, and undefined if not.
 * @param {string} folder
 * @param {string} program
 * @param {string} group
 */
async function knowsGroup(folder, program, group) {
  if (group === '') return undefined;
  const file = join(folder, `${group}.cfg`);
  writeFileSync(file, `[${group} "x"]\n[${NONSENSE}]\n`);
  const { errors } = await run(program, [...EMPTY, '-readconfig', file]);
  return errors.includes(`no option group '${group}'`) ? undefined : group;
}

/**
 * The name if `-chardev` takes it; the path that it asks for next is missing.
 * @param {string} program
 * @param {string} name
 */
async function knowsBackend(program, name) {
  const { errors } = await run(program, [...EMPTY, '-chardev', `${name},id=x`]);
  return errors.includes('is not a valid char driver') ? undefined : name;
}

/**
 * What QMP says of the option groups (with the keys of each) and of its own commands and types.
 * @param {string} program
 */
async function askMonitor(program) {
  const questions = ['qmp_capabilities', 'query-command-line-options', 'query-qmp-schema', 'quit'];
  const mon = ['-chardev', 'null,id=m', '-mon', 'chardev=m'];
  const { out, errors } = await run(
    program,
    [...EMPTY, '-qmp', 'stdio', ...mon],
    questions.map((execute) => JSON.stringify({ execute })),
  );
  const answers = out.trim().split(/\r?\n/).filter(Boolean);
  const [options = [], schema] = answers
    .map((line) => JSON.parse(line).return)
    .filter((answer) => Array.isArray(answer));
  if (schema === undefined) throw new Error(`${program} did not answer: ${errors}`);
  /** @type {Map<string, Types>} */
  const lists = new Map();
  for (const { option, parameters } of options) {
    const keys = parameters.map((/** @type {{ name: string, type: string }} */ key) => {
      return /** @type {const} */ ([key.name, key.type]);
    });
    lists.set(option, sorted(keys));
  }
  return { lists, schema, warnings: errors };
}

/**
 * The members of the enumeration that has a certain one; the schema hides the names of types.
 * @param {readonly { 'meta-type': string, values?: readonly string[] }[]} schema
 * @param {string} member
 */
function enumWith(schema, member) {
  return schema.find(({ values }) => values?.includes(member))?.values ?? [];
}

/**
 * The options that a help text begins lines with, without dashes.
 * @param {string} help
 */
function optionsOf(help) {
  return help.split('\n').flatMap((line) => {
    // `-hda/-hdb file`, `-h or -help`, `  -T, --trace …`
    const head = /^ *--?[a-zA-Z][\w-]*(?:(?:\/| or |, )--?[a-zA-Z][\w-]*)*/.exec(line)?.[0] ?? '';
    const names = head.split(/\/| or |, /).map((name) => name.trim().replace(/^--?/, ''));
    return names.filter((name) => name !== '');
  });
}

/**
 * The names that `-chardev help` and `-object help` list, indented below a heading.
 * @param {string} program
 * @param {readonly string[]} question
 */
async function helpList(program, question) {
  const { out } = await run(program, question);
  const names = out.split('\n').filter((line) => line.startsWith('  '));
  return unique(names.map((line) => line.trim()));
}

/**
 * Keys with types from a help text of lines like `  dir=<string>`; undefined if it has none.
 * @param {string} program
 * @param {readonly string[]} question
 * @returns {Promise<Types | undefined>}
 */
async function keysOf(program, question) {
  const { out } = await run(program, question);
  const keys = [...out.matchAll(/^ {2}([\w.-]+)=<([^>\s]+)/gm)].map(([, key = '', type = '']) => {
    return /** @type {const} */ ([key, SPELLED.get(type) ?? type]);
  });
  return keys.length > 0 ? sorted(keys) : undefined;
}

/** What the help of option lists calls the types of `query-command-line-options`. */
const SPELLED = new Map([
  ['str', 'string'],
  ['num', 'number'],
  ['bool', 'boolean'],
]);

/**
 * Asks the same about many names, a few at a time. Names without an answer are left out.
 * @template Answer
 * @param {readonly string[]} names
 * @param {(name: string) => Promise<Answer | undefined>} ask
 * @returns {Promise<{ [name: string]: Answer }>}
 */
async function askEach(names, ask) {
  const pending = unique(names);
  /** @type {(readonly [string, Answer])[]} */
  const answers = [];
  const worker = async () => {
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      const answer = await ask(name);
      if (answer !== undefined) answers.push([name, answer]);
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  return sorted(answers);
}

/**
 * @template Value
 * @param {readonly (readonly [string, Value])[]} entries
 * @returns {{ [name: string]: Value }}
 */
function sorted(entries) {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @param {readonly string[]} names */
function unique(names) {
  return [...new Set(names)].sort();
}

/** @param {string} text */
function versionIn(text) {
  const version = /version (\d+\.\d+)/.exec(text)?.[1];
  if (version === undefined) throw new Error(`This is no QEMU: ${text.slice(0, 200)}`);
  return version;
}

/**
 * Runs a program to its end. Each line that it prints brings it the next of the questions, since QEMU
 * drops what it has not yet written of its answers when it is told to quit.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {readonly string[]} [questions]
 * @returns {Promise<{ out: string, errors: string }>}
 */
async function run(program, args, questions = []) {
  const child = spawn(program, args, { stdio: 'pipe' });
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
  /** @type {Buffer[]} */
  const out = [];
  /** @type {Buffer[]} */
  const errors = [];
  const unasked = [...questions];
  child.stdout.on('data', (data) => {
    out.push(data);
    if (data.includes('\n') && unasked.length > 0) child.stdin.write(unasked.shift() ?? '');
  });
  child.stderr.on('data', (data) => errors.push(data));
  // A QEMU that stops at once closes its end before it reads.
  child.stdin.on('error', () => undefined);
  if (questions.length === 0) child.stdin.end();
  /** @type {NodeJS.Signals | null} */
  const signal = await new Promise((done, fail) => {
    child.on('error', (error) => fail(new Error(`${program} cannot be run: ${error.message}`)));
    child.on('close', (_code, by) => done(by));
  });
  clearTimeout(timer);
  const [text, complaint] = [out, errors].map((data) => Buffer.concat(data).toString('utf8'));
  if (signal) throw new Error(`${program} ${args.join(' ')} ended by ${signal}: ${complaint}`);
  return { out: text ?? '', errors: complaint ?? '' };
}

/** @param {readonly string[]} args */
async function main(args) {
  const [program = 'qemu-system-x86_64', given] = args.filter((arg) => arg !== '--print');
  // A path has its daemon beside it, a name has it on the PATH.
  const beside = join(dirname(resolve(program)), 'qemu-storage-daemon');
  const daemon = given ?? (program.includes('/') ? beside : 'qemu-storage-daemon');
  const facts = await askFacts(program, daemon);
  const text = writeFacts(facts);
  if (args.includes('--print')) return console.log(text.trimEnd());
  if (facts.groups.spice === undefined) {
    throw new Error('The module of QEMU for SPICE is missing (qemu-system-modules-spice)');
  }
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${facts.version}.txt`);
  writeFileSync(file, text);
  console.log(relative('.', file));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
