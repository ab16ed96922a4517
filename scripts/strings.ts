// Keeps what is said to people and its translations together: the sentences of client and server in
// l10n/bundle.l10n*.json, the texts of the package in package.nls*.json. A test fails until it was run.
//
//     node_modules/.bin/node scripts/strings.ts                    take over what the sources say
//     node_modules/.bin/node scripts/strings.ts --missing [LANG…]  print what is not translated, as JSON
//     node_modules/.bin/node scripts/strings.ts --fill FILE…       put such JSON in, with translations filled in
// Why: docs/decisions/a-sentence-is-said-as-a-whole.md
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSourceStrings } from './generate/source-strings.ts';

const ROOT = join(import.meta.dirname, '..');

/** The languages besides English, as VS Code calls them. */
export const LANGUAGES = ['de', 'ja', 'zh-cn', 'fr', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Sentences by their English. */
type Bundle = Readonly<Record<string, string>>;

/** The texts of the package by their keys. */
type PackageTexts = Readonly<Record<string, string>>;

/** The same in a language. `comment` is the English that was translated, so that a stale text is noticed. */
type PackageTranslations = Readonly<
  Record<string, { readonly message: string; readonly comment: readonly [english: string] }>
>;

/** The path of a language's sentences; of the English ones without a language. */
function bundlePath(language?: Language): string {
  return `l10n/bundle.l10n${language ? `.${language}` : ''}.json`;
}

/** The path of the package's texts in a language; of the English ones without one. */
function packagePath(language?: Language): string {
  return `package.nls${language ? `.${language}` : ''}.json`;
}

/** The sentences of a language, as they are on the disk; none where there is no file. */
export function readBundle(language?: Language): Bundle {
  return readJson<Bundle>(bundlePath(language));
}

/** The texts of the package in English. */
export function readPackageTexts(): PackageTexts {
  return readJson<PackageTexts>(packagePath());
}

/** The texts of the package in a language. */
export function readPackageTranslations(language: Language): PackageTranslations {
  return readJson<PackageTranslations>(packagePath(language));
}

function readJson<T extends object>(path: string): T {
  const file = join(ROOT, path);
  return (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}) as T;
}

/** The English sentences that the sources say, in the order of the alphabet. Throws for what nobody can extract. */
export function saidInSources(): readonly string[] {
  const { said, problems } = readSourceStrings();
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return [...new Set(said.map(({ text }) => text))].sort();
}

/** Translations by their English, of sentences and of the package's texts alike. */
type Translations = ReadonlyMap<string, string>;

/** All that is translated into a language, whether it is still said or not. */
function translationsOf(language: Language): Map<string, string> {
  const known = new Map(Object.entries(readBundle(language)));
  for (const { message, comment } of Object.values(readPackageTranslations(language))) {
    known.set(comment[0], message);
  }
  return known;
}

/**
 * The files as they should be, by path: English as the sources say it, and of each language what is
 * translated of that, in the same order. `more` has further translations.
 */
export function generatedFiles(
  said: readonly string[],
  more: ReadonlyMap<Language, Translations> = new Map(),
): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const put = (path: string, value: object) => {
    files.set(path, `${JSON.stringify(value, null, 2)}\n`);
  };
  put(bundlePath(), Object.fromEntries(said.map((text) => [text, text])));
  const texts = Object.entries(readPackageTexts());
  for (const language of LANGUAGES) {
    const known = new Map([...translationsOf(language), ...(more.get(language) ?? [])]);
    put(
      bundlePath(language),
      Object.fromEntries(
        said.flatMap((text) => {
          const translated = known.get(text);
          return translated === undefined ? [] : [[text, translated]];
        }),
      ),
    );
    const ofPackage = texts.flatMap(([key, english]) => {
      const message = known.get(english);
      return message === undefined ? [] : [[key, { message, comment: [english] }] as const];
    });
    put(packagePath(language), Object.fromEntries(ofPackage));
  }
  return files;
}

/** What a language lacks, in English. */
function missingIn(language: Language, said: readonly string[]): readonly string[] {
  const known = translationsOf(language);
  const wanted = new Set([...said, ...Object.values(readPackageTexts())]);
  return [...wanted].filter((english) => !known.has(english));
}

/** Translations out of files as `--missing` prints them; what is left empty stays missing. */
function readFilled(paths: readonly string[]): ReadonlyMap<Language, Translations> {
  const filled = new Map<Language, Map<string, string>>();
  for (const path of paths) {
    const content = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Bundle>;
    for (const language of LANGUAGES) {
      const known = filled.get(language) ?? new Map<string, string>();
      filled.set(language, known);
      for (const [english, translated] of Object.entries(content[language] ?? {})) {
        if (translated !== '') known.set(english, translated);
      }
    }
  }
  return filled;
}

function writeFiles(files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    const file = join(ROOT, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}

function main([option, ...rest]: readonly string[]): void {
  const said = saidInSources();
  if (option === '--missing') {
    const asked = LANGUAGES.filter((language) => rest.length === 0 || rest.includes(language));
    const missing = asked.map((language) => {
      return [language, Object.fromEntries(missingIn(language, said).map((text) => [text, '']))];
    });
    console.log(JSON.stringify(Object.fromEntries(missing), null, 2));
    return;
  }
  if (option === '--release') {
    const lacking = LANGUAGES.filter((language) => missingIn(language, said).length > 0);
    if (lacking.length > 0) {
      console.error(`translations are missing, and a release has all: ${lacking.join(', ')}`);
      process.exitCode = 1;
    }
    return;
  }
  writeFiles(generatedFiles(said, option === '--fill' ? readFilled(rest) : undefined));
  for (const language of LANGUAGES) {
    const { length } = missingIn(language, said);
    if (length > 0) console.log(`${language} lacks ${length} translations: see --missing`);
  }
}

if (process.argv[1] === import.meta.filename) main(process.argv.slice(2));
