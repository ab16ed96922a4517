// Brings another version of QEMU than the installed one, to try what differs between versions:
//
//   node scripts/older-qemu.mjs 7.2
//
// prints the paths of a qemu-system-x86_64 and a qemu-storage-daemon of that version. They run in place,
// on this machine's files and network, with the libraries that were built for them. Debian's packages are
// downloaded with apt-get and unpacked into a folder below ~/.cache, once; nothing is installed, and root
// is not needed. Works where apt-get knows a Debian mirror.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The suites of Debian that a version comes from: the first has it, the others what it needs. Backports
 * move on; what they held is checked after it was unpacked.
 * @type {{ readonly [version: string]: readonly string[] }}
 */
const SUITES = {
  5.2: ['bullseye'],
  7.2: ['bookworm'],
  '10.0': ['trixie'],
  11.1: ['trixie-backports', 'trixie'],
};

const PROGRAMS = ['qemu-system-x86_64', 'qemu-storage-daemon'];

const PACKAGES = ['qemu-system-x86', 'qemu-utils'];

/** Since QEMU 8, what belongs to SPICE has a package of its own, which older suites do not know. */
const SPICE = 'qemu-system-modules-spice';

/** Drivers for 3D graphics, 200 MB, which SPICE asks for and no monitor needs. */
const LEFT_OUT = /^(libllvm|mesa-|libgl1-mesa|libgallium)/;

/**
 * The folder with the programs of a version, which is made if it is not there yet.
 * @param {string} version such as `7.2`
 * @param {(sentence: string) => void} say
 */
function bringQemu(version, say) {
  const suites = SUITES[version];
  if (suites === undefined) {
    throw new Error(`QEMU ${version} cannot be had; these can: ${Object.keys(SUITES).join(' ')}`);
  }
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const place = resolve(cache, 'qemu-monitor-guard', 'qemu', version);
  if (existsSync(place)) return place;
  const unfinished = `${place}.${process.pid}`;
  try {
    say(`Getting QEMU ${version} from Debian ${suites[0]} (about 50 MB, once)`);
    unpack(downloadPackages(unfinished, suites), join(unfinished, 'root'));
    rmSync(join(unfinished, 'apt'), { recursive: true });
    // The paths inside are those of the finished place.
    for (const program of PROGRAMS) writeStarter(unfinished, place, program);
    renameSync(unfinished, place);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return place;
}

/**
 * Has apt-get download QEMU with all it needs, as if nothing were installed, into a state of its own.
 * @param {string} folder
 * @param {readonly string[]} suites
 * @returns {readonly string[]} the packages' files
 */
function downloadPackages(folder, suites) {
  const apt = join(folder, 'apt');
  for (const below of ['lists/partial', 'archives/partial']) {
    mkdirSync(join(apt, below), { recursive: true });
  }
  const keyring = ['pgp', 'gpg']
    .map((ending) => `/usr/share/keyrings/debian-archive-keyring.${ending}`)
    .find((file) => existsSync(file));
  const signed = keyring === undefined ? '' : `[signed-by=${keyring}] `;
  const mirror = debianMirror();
  const sources = suites.map((suite) => `deb ${signed}${mirror} ${suite} main\n`);
  writeFileSync(join(apt, 'sources.list'), sources.join(''));
  writeFileSync(join(apt, 'status'), '');
  /** @type {readonly (readonly [string, string])[]} */
  const settings = [
    ['Dir::Etc::SourceList', join(apt, 'sources.list')],
    ['Dir::Etc::SourceParts', '/dev/null'],
    ['Dir::Etc::Preferences', '/dev/null'],
    ['Dir::Etc::PreferencesParts', '/dev/null'],
    ['Dir::State', apt],
    ['Dir::State::status', join(apt, 'status')],
    ['Dir::Cache', apt],
    // apt's own user cannot write here.
    ['APT::Sandbox::User', ''],
    ['Debug::NoLocking', '1'],
  ];
  const options = settings.flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  run('apt-get', [...options, '-q', 'update']);
  const known = spawnSync('apt-cache', [...options, 'show', SPICE]).status === 0;
  const wanted = known ? [...PACKAGES, SPICE] : PACKAGES;
  const how = ['-q', '-y', '--no-install-recommends', '--download-only', '-t', suites[0] ?? ''];
  run('apt-get', [...options, ...how, 'install', ...wanted]);
  const archives = join(apt, 'archives');
  const files = readdirSync(archives).filter((name) => name.endsWith('.deb'));
  return files.filter((name) => !LEFT_OUT.test(name)).map((name) => join(archives, name));
}

/** The mirror that this machine's apt-get uses. */
function debianMirror() {
  const format = '$(REPO_URI)\t$(ORIGIN)\t$(COMPONENT)\t$(CODENAME)';
  const targets = run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']);
  for (const line of targets.split('\n')) {
    const [uri, origin, component, codename = ''] = line.split('\t');
    const isMain = origin === 'Debian' && component === 'main' && !codename.includes('-');
    if (isMain && uri) return uri;
  }
  throw new Error('apt-get knows no Debian mirror here (perhaps apt-get update was never run)');
}

/**
 * @param {readonly string[]} files
 * @param {string} root
 */
function unpack(files, root) {
  mkdirSync(root);
  for (const file of files) run('dpkg-deb', ['--extract', file, root]);
}

/**
 * Writes a shell script that starts a program with its own dynamic linker and libraries.
 * @param {string} unfinished
 * @param {string} place
 * @param {string} program
 */
function writeStarter(unfinished, place, program) {
  const libraries = ['lib', 'usr/lib'].flatMap((folder) =>
    namesIn(join(unfinished, 'root', folder))
      .filter((name) => name.endsWith('-linux-gnu'))
      .map((name) => join('root', folder, name)),
  );
  // Some libraries have private ones in a folder of their own.
  const private_ = libraries.flatMap((folder) =>
    ['ceph', 'pulseaudio', 'samba'].map((name) => join(folder, name)),
  );
  const linker = libraries
    .flatMap((folder) => namesIn(join(unfinished, folder)).map((name) => join(folder, name)))
    .find((path) => /\/ld-linux[^/]*\.so\.\d$/.test(path));
  if (linker === undefined) throw new Error('The packages hold no dynamic linker');
  // QEMU looks for its own files beside the program that the system started, which is the linker, in
  // `qemu-bundle` as if that were `/`. QEMU 5.2 looks in `../share` and `../lib`.
  const programs = join('root', 'usr', 'bin');
  const linkerBeside = join(programs, 'ld.so');
  if (!existsSync(join(unfinished, linkerBeside))) {
    copyFileSync(join(unfinished, linker), join(unfinished, linkerBeside));
    symlinkSync('../..', join(unfinished, programs, 'qemu-bundle'));
  }
  const path = [...libraries, ...private_].map((folder) => join(place, folder)).join(':');
  const words = [join(place, linkerBeside), '--library-path', path, join(place, programs, program)];
  const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const starter = join(unfinished, program);
  writeFileSync(starter, `#!/bin/sh\nexec ${quoted} "$@"\n`);
  chmodSync(starter, 0o755);
}

/** @param {string} folder */
function namesIn(folder) {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
function run(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (error) throw new Error(`${command} cannot be run here: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ${args.at(-1)} failed:\n${stderr}`);
  return stdout;
}

/** @param {readonly string[]} args */
function main([version, ...rest]) {
  if (version === undefined || rest.length > 0) {
    throw new Error(`Which version of QEMU? One of: ${Object.keys(SUITES).join(' ')}`);
  }
  const place = bringQemu(version, (sentence) => console.error(sentence));
  for (const program of PROGRAMS) {
    const starter = join(place, program);
    const found = run(starter, ['--version']).split('\n')[0] ?? '';
    if (!found.includes(`version ${version}.`)) {
      throw new Error(`${starter} is ${found}: Debian moved on. Change SUITES and delete ${place}`);
    }
    console.log(starter);
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
