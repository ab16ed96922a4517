/**
 * The door to libvirt: starts a libvirtd of our own, hands it domains with `virsh domxml-to-native` and
 * says which arguments it takes out of their passthrough. No guest is started.
 *
 * The daemon is an ordinary user's (`qemu:///session`), which can change nothing on the machine and
 * listens on UNIX sockets alone; root becomes `nobody` for it, since a libvirtd of root's would be the
 * system's. All its directories lie in one temporary directory. It is ended by its process id, and it
 * ends by itself after a minute without a request.
 */
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { chown, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The programs that are asked. `virt-qemu-run` comes with libvirt's QEMU driver and shows that it is there. */
const PROGRAMS = ['libvirtd', 'virsh', 'virt-qemu-run', 'qemu-system-x86_64', 'bash'];
/** Debian has libvirtd in a directory that only root looks into. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin`;
const NOBODY = 65534;
const SOCKET = 'run/libvirt/libvirt-sock';

/** Stands between answers. XML 1.0 cannot hold this character, so no answer can. */
const MARK = '\x01';
const DOMAINS_PER_CALL = 400;

/** What libvirt did with a domain. */
export type DomainVerdict =
  | { readonly accepted: false; readonly error: string }
  | {
      readonly accepted: true;
      /** The domain's name, as QEMU gets it in `-name guest=…`. */
      readonly name: string;
      /** The arguments out of the passthrough, in order. */
      readonly passedThrough: readonly string[];
    };

export interface Libvirt {
  /** `libvirt 11.3.0`. */
  readonly version: string;
  /**
   * Asks about documents, each built around `DOMAIN_PARTS`. Bytes are handed over as they are, a string
   * in UTF-8. libvirt stops at a NUL.
   */
  readonly ask: (documents: readonly (string | Uint8Array)[]) => Promise<readonly DomainVerdict[]>;
  /** The snapshot `s` of the domain `vm`, as libvirt writes it down when told to remember it. */
  readonly snapshot: (domain: string, snapshot: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** What a domain must hold besides its name and its passthrough, so that libvirt adds the same to each. */
export const DOMAIN_PARTS = `<uuid>00000000-0000-4000-8000-000000000001</uuid>
<memory>1024</memory>
<os><type arch='x86_64' machine='pc'>hvm</type></os>`;

/** The programs that this machine lacks for `startLibvirt`. */
export function missingPrograms(): readonly string[] {
  const env = { ...process.env, PATH };
  return PROGRAMS.filter((program) => spawnSync(program, ['--version'], { env }).error);
}

/** Starts libvirtd. Rejects, with what it said, if it does not come up or makes nothing of a domain. */
export async function startLibvirt(): Promise<Libvirt> {
  const directory = await mkdtemp(join(tmpdir(), 'libvirt-'));
  await mkdir(join(directory, 'run'), { mode: 0o700 });
  const options: SpawnOptions = {
    cwd: directory,
    env: {
      PATH,
      LC_ALL: 'C',
      HOME: directory,
      XDG_RUNTIME_DIR: join(directory, 'run'),
      XDG_CONFIG_HOME: join(directory, 'config'),
      XDG_CACHE_HOME: join(directory, 'cache'),
      XDG_DATA_HOME: join(directory, 'data'),
    },
  };
  if (process.getuid?.() === 0) {
    Object.assign(options, { uid: NOBODY, gid: NOBODY });
    await chown(directory, NOBODY, NOBODY);
    await chown(join(directory, 'run'), NOBODY, NOBODY);
  }
  const daemon = spawn('libvirtd', ['--timeout', '60'], { ...options, stdio: 'pipe' });
  const said = finished(daemon, '');
  const close = async (): Promise<void> => {
    const giveUp = setTimeout(() => daemon.kill('SIGKILL'), 5000);
    daemon.kill('SIGTERM');
    await said.catch(() => undefined);
    clearTimeout(giveUp);
    await rm(directory, { recursive: true });
  };
  try {
    await Promise.race([appears(join(directory, SOCKET)), said]);
    if (daemon.exitCode !== null) throw new Error(`libvirtd ended: ${(await said).stderr}`);
    const frame = await findFrame(directory, options);
    return {
      version: `libvirt ${spawnSync('virsh', ['--version'], { encoding: 'utf8' }).stdout.trim()}`,
      ask: async (documents) => {
        const answers = await askVirsh(directory, options, documents);
        return answers.map((answer) => verdictOf(answer, frame));
      },
      snapshot: (domain, snapshot) => askForSnapshot(directory, options, domain, snapshot),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function appears(path: string): Promise<void> {
  const until = Date.now() + 120_000;
  while (Date.now() < until) {
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined) return;
    await sleep(20);
  }
  throw new Error(`${path} did not appear`);
}

interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** What a child wrote until it ended. */
function finished(child: ChildProcess, input: string): Promise<Output> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on('data', (data: Buffer) => stdout.push(data));
  child.stderr?.on('data', (data: Buffer) => stderr.push(data));
  // A child that ends early closes its end first.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () =>
      resolve({
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      }),
    );
  });
}

/** What virsh printed for a domain: the whole command line, or nothing but an error. */
type Answer = { readonly argv: readonly string[] } | { readonly error: string };

async function askVirsh(
  directory: string,
  options: SpawnOptions,
  documents: readonly (string | Uint8Array)[],
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let from = 0; from < documents.length; from += DOMAINS_PER_CALL) {
    const some = documents.slice(from, from + DOMAINS_PER_CALL);
    const files = some.map((_, index) => join(directory, `${index}.xml`));
    await Promise.all(some.map((document, index) => writeFile(files[index] ?? '', document)));
    const commands = files.map(
      (file) => `domxml-to-native qemu-argv --xml ${file}; echo '${MARK}'; echo --err '${MARK}'`,
    );
    const { stdout, stderr } = await virsh(directory, options, commands);
    const lines = stdout.split(MARK).slice(0, -1);
    const errors = stderr.split(`error: ${MARK}\n`).slice(0, -1);
    if (lines.length !== some.length || errors.length !== some.length) {
      throw new Error(`virsh answered ${lines.length} of ${some.length}: ${stderr}`);
    }
    const argvs = await splitWords(options, lines);
    for (const [index, argv] of argvs.entries()) {
      answers.push(argv.length > 0 ? { argv } : { error: errors[index]?.trim() ?? '' });
    }
  }
  return answers;
}

/** All commands over one connection, which is many times faster than one virsh for each. */
function virsh(
  directory: string,
  options: SpawnOptions,
  commands: readonly string[],
): Promise<Output> {
  const uri = `qemu+unix:///session?socket=${join(directory, SOCKET)}`;
  const args = ['-q', '-c', uri, commands.join('; ')];
  return finished(spawn('virsh', args, { ...options, timeout: 60_000 }), '');
}

async function askForSnapshot(
  directory: string,
  options: SpawnOptions,
  domain: string,
  snapshot: string,
): Promise<string> {
  const domainFile = join(directory, 'domain.xml');
  const snapshotFile = join(directory, 'snapshot.xml');
  await writeFile(domainFile, domain);
  await writeFile(snapshotFile, snapshot);
  const { stdout, stderr } = await virsh(directory, options, [
    `define ${domainFile}`,
    `snapshot-create vm --xmlfile ${snapshotFile} --redefine`,
    'snapshot-dumpxml vm s',
    'undefine vm --snapshots-metadata',
  ]);
  const start = stdout.indexOf('<domainsnapshot');
  const end = stdout.indexOf('</domainsnapshot>');
  if (start === -1 || end === -1) throw new Error(`libvirt keeps no snapshot: ${stderr}`);
  return `${stdout.slice(start, end)}</domainsnapshot>`;
}

/** The words of commands that are quoted for a shell, as bash reads them. */
async function splitWords(
  options: SpawnOptions,
  commands: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const script = commands.map((command) => `printf '%s\\0' ${command} $'\\x01'\n`).join('');
  const { stdout, stderr } = await finished(spawn('bash', ['-s'], options), script);
  if (stderr !== '') throw new Error(`bash: ${stderr}`);
  const words = stdout.split(`${MARK}\0`).slice(0, -1);
  if (words.length !== commands.length) throw new Error(`bash split ${words.length} commands`);
  return words.map((argv) => argv.split('\0').slice(0, -1));
}

/** What libvirt itself says to QEMU before and behind the passthrough of each domain. */
interface Frame {
  readonly before: number;
  readonly behind: readonly string[];
}

/**
 * Compares two domains that differ in one argument. libvirt 11.3 has more behind the passthrough:
 * `-sandbox on,… -msg timestamp=on`.
 */
async function findFrame(directory: string, options: SpawnOptions): Promise<Frame> {
  const sentinel = 'sentinel of the frame';
  const uri = 'http://libvirt.org/schemas/domain/qemu/1.0';
  const documents = ['', `<q:arg value='${sentinel}'/>`].map(
    (argument) => `<domain type='qemu' xmlns:q='${uri}'><name>vm</name>${DOMAIN_PARTS}
      <q:commandline>${argument}</q:commandline></domain>`,
  );
  const answers = await askVirsh(directory, options, documents);
  const [without, passing] = answers.map((answer) => {
    if ('error' in answer) throw new Error(`libvirt refuses the plainest domain: ${answer.error}`);
    return withoutEnvironment(answer.argv);
  });
  const before = passing?.indexOf(sentinel) ?? -1;
  const behind = passing?.slice(before + 1);
  if (before === -1 || behind === undefined || without?.length !== before + behind.length) {
    throw new Error('libvirt passes an argument through, but not as one word');
  }
  return { before, behind };
}

/** The command without the `NAME=value` words in front of the program. */
function withoutEnvironment(argv: readonly string[]): readonly string[] {
  return argv.slice(argv.findIndex((word) => word.startsWith('/') && !word.includes('=')));
}

function verdictOf(answer: Answer, frame: Frame): DomainVerdict {
  if ('error' in answer) return { accepted: false, error: answer.error };
  const argv = withoutEnvironment(answer.argv);
  const end = argv.length - frame.behind.length;
  if (end < frame.before || frame.behind.some((word, index) => word !== argv[end + index])) {
    throw new Error(`libvirt said something else behind the passthrough: ${argv.join(' ')}`);
  }
  const name = /^guest=(.*),debug-threads=on$/s.exec(argv[argv.indexOf('-name') + 1] ?? '')?.[1];
  if (name === undefined) throw new Error(`libvirt said no -name: ${argv.join(' ')}`);
  return {
    accepted: true,
    name: name.replaceAll(',,', ','),
    passedThrough: argv.slice(frame.before, end),
  };
}
