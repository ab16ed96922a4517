/** The repository's own files, for the tests that hold code, docs and settings against each other. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readFacts } from '../oracle/data/facts-text.mjs';

const ROOT = new URL('../../', import.meta.url);

/** A file's text by its path from the root, such as `docs/rules/README.md`. */
export function readRepositoryFile(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

export function isInRepository(path: string): boolean {
  return existsSync(new URL(path, ROOT));
}

/** The paths of all files below a folder, from the root and with `/`, in order. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(fileURLToPath(new URL(`${folder}/`, ROOT)), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(path) : [path];
    })
    .sort();
}

/** What editors call the languages that the endings of examples stand for. */
export const EXAMPLE_LANGUAGES: Readonly<Record<string, string>> = {
  sh: 'shellscript',
  xml: 'xml',
  qemu: 'qemu-config',
  args: 'qemu-args',
};

/** The files of a folder that are in such a language, with what an editor calls that. */
export function readExamples(folder = 'examples') {
  return filesBelow(folder).flatMap((path) => {
    const languageId = EXAMPLE_LANGUAGES[path.slice(path.lastIndexOf('.') + 1)];
    return languageId === undefined ? [] : [{ path, languageId, text: readRepositoryFile(path) }];
  });
}

/** What `scripts/qemu-facts.mjs` writes down of one QEMU, as far as our tables and descriptions say it too. */
interface QemuFacts {
  readonly version: string;
  readonly options: Readonly<Record<string, 'value' | 'none'>>;
  readonly storageDaemonOptions: Readonly<Record<string, 'value' | 'none'>>;
  readonly groups: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly configGroups: readonly string[];
  readonly backends: readonly string[];
  readonly objects: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The facts of QEMU 5.2, 7.2, 10.0 and 11.1. */
export function readQemuFacts(): readonly QemuFacts[] {
  return filesBelow('test/oracle/data/qemu-facts').map((path) =>
    readFacts(readRepositoryFile(path)),
  );
}

/** The part of `package.json` that tests ask about. */
interface Manifest {
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly problemMatchers: readonly {
      readonly name: string;
      readonly severity: string;
      readonly pattern: Readonly<
        Record<'file' | 'line' | 'column' | 'severity' | 'code', number>
      > & {
        readonly message: number;
        readonly regexp: string;
      };
    }[];
    readonly walkthroughs: readonly { readonly steps: readonly WalkthroughStep[] }[];
    readonly jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[];
    /** In groups, as the settings editor shows them. */
    readonly configuration: readonly {
      readonly title: string;
      readonly properties: Readonly<Record<string, SettingSchema>>;
    }[];
  };
}

/** A step of a walkthrough; its texts are keys of package.nls.json between `%`. */
interface WalkthroughStep {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}

interface SettingSchema {
  readonly type: string;
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly enumDescriptions?: readonly string[];
  readonly items?: { readonly type: string; readonly pattern?: string };
  readonly scope: string;
  readonly order: number;
  readonly markdownDescription: string;
}

export function readManifest(): Manifest {
  return JSON.parse(readRepositoryFile('package.json')) as Manifest;
}

/** The schemas of all settings by their names, whatever group they are in. */
export function readSettingSchemas(): Readonly<Record<string, SettingSchema>> {
  return Object.assign({}, ...readManifest().contributes.configuration.map((it) => it.properties));
}
