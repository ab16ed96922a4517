/**
 * Starts the real QEMU on a -readconfig file and says what it made of it. Nothing listens on a network:
 * QMP is on the child's own stdio, and the file lies in a directory of its own.
 */
import { spawn, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const QEMU = 'qemu-system-x86_64';

/** What QEMU did with a file. */
export type Verdict =
  | { readonly accepted: false; readonly error: string }
  | {
      readonly accepted: true;
      /** The value of `guest` in `[name]`, which QMP gives back as it is. */
      readonly guest: string | undefined;
      /** The ids of the character devices of the file. */
      readonly chardevs: readonly string[];
    };

/** The first line of `qemu-system-x86_64 --version`, or undefined if it is not installed. */
export function qemuVersion(): string | undefined {
  const { status, stdout } = spawnSync(QEMU, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0] : undefined;
}

const QUESTIONS = ['qmp_capabilities', 'query-name', 'query-chardev', 'quit']
  .map((execute) => JSON.stringify({ execute }))
  .join('\n');

/** Asks QEMU. The file is written into `directory` under `name`. */
export async function askQemu(directory: string, name: string, config: string): Promise<Verdict> {
  const file = join(directory, name);
  await writeFile(file, config);
  const machine = ['-machine', 'none', '-nodefaults', '-no-user-config', '-display', 'none', '-S'];
  const child = spawn(QEMU, [...machine, '-qmp', 'stdio', '-readconfig', file], { cwd: directory });
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => output.push(data));
  child.stderr.on('data', (data: Buffer) => errors.push(data));
  // A QEMU that refuses the file closes its end before it reads the questions.
  child.stdin.on('error', () => undefined);
  child.stdin.end(QUESTIONS);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearTimeout(timer);
  if (code !== 0) {
    const text = Buffer.concat(errors).toString('utf8');
    return { accepted: false, error: text.replaceAll(`${QEMU}: -readconfig ${file}: `, '').trim() };
  }
  const answers = Buffer.concat(output).toString('utf8').trim().split(/\r?\n/);
  return { accepted: true, ...readAnswers(answers.map((line) => JSON.parse(line))) };
}

interface Answer {
  readonly return?: { readonly name?: string } | readonly { readonly label: string }[];
}

function readAnswers(answers: readonly Answer[]): {
  readonly guest: string | undefined;
  readonly chardevs: readonly string[];
} {
  let guest: string | undefined;
  let chardevs: readonly string[] = [];
  for (const { return: answer } of answers) {
    if (answer === undefined) continue;
    // Half a character, where a line was too long, comes as U+FFFD. Our reader leaves it out.
    if ('name' in answer) guest = answer.name?.replace(/\uFFFD+$/, '');
    else if (Array.isArray(answer)) {
      chardevs = answer.map(({ label }) => label).filter((label) => label !== 'compat_monitor0');
    }
  }
  return { guest, chardevs };
}
