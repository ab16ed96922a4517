// Keeps what is said to people and its translations together: who says which sentence in l10n/sentences.json, and in
// l10n/bundle.l10n.*.json these and the texts of package.nls.json in another language. A test fails until it was run.
//
//     node_modules/.bin/node scripts/strings.ts                    take over what the sources say
//     node_modules/.bin/node scripts/strings.ts --missing [LANG…]  print what is not translated, as JSON
//     node_modules/.bin/node scripts/strings.ts --fill FILE…       put such JSON in, with translations filled in
// Why: docs/decisions/messages.md
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSourceStrings } from './generate/source-strings.ts';

const ROOT = join(import.meta.dirname, '..');
const SENTENCES = 'l10n/sentences.json';

/** The languages besides English, as VS Code calls them. */
export const LANGUAGES = ['de', 'ja', 'zh-cn', 'fr', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Sentences by their English. */
type Bundle = Readonly<Record<string, string>>;

/** Who says a sentence: the package holds the client's in another form than the server's. */
type Speaker = 'client' | 'server' | 'both';

/** The path of a language's translations. */
function bundlePath(language: Language): string {
  return `l10n/bundle.l10n.${language}.json`;
}

/** All that is translated into a language, as it is on the disk: sentences and texts of the package. */
export function readBundle(language: Language): Bundle {
  return readJson<Bundle>(bundlePath(language));
}

/** The sentences of client and server, as they are on the disk. */
export function readSentences(): Readonly<Record<string, Speaker>> {
  return readJson<Record<string, Speaker>>(SENTENCES);
}

/** The texts of the package in English, by their keys. */
export function readPackageTexts(): Bundle {
  return readJson<Bundle>('package.nls.json');
}

function readJson<T extends object>(path: string): T {
  const file = join(ROOT, path);
  return (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}) as T;
}

/** The bundle of each sentence, in alphabetical order. Throws for a call that cannot be extracted. */
export function saidInSources(): ReadonlyMap<string, Speaker> {
  const { said, problems } = readSourceStrings();
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const speakers = new Map<string, Speaker>();
  for (const { text, place } of said) {
    const speaker = place.startsWith('client/') ? 'client' : 'server';
    speakers.set(text, (speakers.get(text) ?? speaker) === speaker ? speaker : 'both');
  }
  return new Map([...speakers].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Translations by their English. */
type Translations = ReadonlyMap<string, string>;

/** All that is to be translated, in English: the sentences, and then the texts of the package. */
function translatable(said: ReadonlyMap<string, Speaker>): readonly string[] {
  return [...new Set([...said.keys(), ...Object.values(readPackageTexts())])];
}

/**
 * The files as they should be, by path: English as the sources say it, and of each language what is
 * translated of that, in the same order. `more` has further translations.
 */
export function generatedFiles(
  said: ReadonlyMap<string, Speaker>,
  more: ReadonlyMap<Language, Translations> = new Map(),
): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const put = (path: string, value: object) => {
    files.set(path, `${JSON.stringify(value, null, 2)}\n`);
  };
  put(SENTENCES, Object.fromEntries(said));
  const wanted = translatable(said);
  for (const language of LANGUAGES) {
    const known = new Map([...Object.entries(readBundle(language)), ...(more.get(language) ?? [])]);
    const translated = wanted.flatMap((text) => {
      const translation = known.get(text);
      return translation === undefined ? [] : [[text, translation] as const];
    });
    put(bundlePath(language), Object.fromEntries(translated));
  }
  return files;
}

/** What a language lacks, in English. */
function missingIn(language: Language, said: ReadonlyMap<string, Speaker>): readonly string[] {
  const known = readBundle(language);
  return translatable(said).filter((english) => !Object.hasOwn(known, english));
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

/** Writes files that are not yet as they should be, and says which. */
export function writeFiles(files: ReadonlyMap<string, string>): void {
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
