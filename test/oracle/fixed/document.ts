/** A document of the proof: what a user has, how it is run, and which monitors must be there afterwards. */
import type { Environment } from './world.ts';

export interface Document {
  /** What it is made of, such as `-qmp | telnet | array | in bash -c "…"`. */
  readonly title: string;
  readonly host:
    | 'bash script'
    | 'sh script'
    | 'config file'
    | 'domain XML'
    | '.args file'
    | 'Makefile'
    | 'Python';
  /** By name. The first is the one that is opened and run. */
  readonly files: Readonly<Record<string, string>>;
  /** Which monitor answers, once for each that its QEMUs have. */
  readonly modes: readonly Mode[];
  /** True if QEMU connects, so that the worker must listen. */
  readonly client: boolean;
  readonly mux: boolean;
  /** True where all its QEMUs run at once, so that none may take the path of another. */
  readonly together: boolean;
  readonly machine: 'none' | 'pc';
  readonly environment: Environment;
  /** Where its sockets belong, if not where its user's do. */
  readonly directory?: RegExp;
}

export type Mode = 'HMP' | 'QMP';

/** The name of the file that is opened and run. */
export function mainFile({ files }: Document): string {
  return Object.keys(files)[0] ?? '';
}

/** What starts QEMU as the document says; a domain's arguments are handed over by the caller. */
export function commandOf(document: Document, words: readonly string[] = []): readonly string[] {
  const file = mainFile(document);
  switch (document.host) {
    case 'bash script':
      return ['bash', file];
    case 'sh script':
    case '.args file':
      return ['dash', file];
    case 'config file':
      return ['qemu-system-x86_64', '-readconfig', file];
    case 'domain XML':
      return ['qemu-system-x86_64', ...words];
    case 'Makefile':
      return ['make', '-f', file, 'run'];
    case 'Python':
      return ['python3', file];
  }
}

/** The editor's name for the language of the file that is opened. */
export function languageOf({ host }: Document): string {
  switch (host) {
    case 'bash script':
    case 'sh script':
      return 'shellscript';
    case 'config file':
      return 'qemu-config';
    case 'domain XML':
      return 'xml';
    case '.args file':
      return 'qemu-args';
    case 'Makefile':
      return 'makefile';
    case 'Python':
      return 'python';
  }
}
