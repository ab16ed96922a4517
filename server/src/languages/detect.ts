import { type ScriptFacts, textFacts } from '../invocation/shell/script-facts.ts';
import { firstLineOf } from './first-line.ts';
import { LANGUAGES } from './index.ts';
import { SHELL } from './shell/index.ts';
import type { LanguageSupport } from './support.ts';

/** Names of other languages, which keep theirs: VS Code reads the first line only for unknown names. */
const OTHER_LANGUAGE =
  /\.(?:[ch]|cc|cpp|hpp|cs|css|dart|go|groovy|html?|java|jl|jsx?|json[cl]?|kt|lua|mjs|cjs|mk|mts|nix|php|pl|pm|ps1|psm1|py|r|rb|rs|rst|md|markdown|scss|less|sql|swift|tex|toml|tsx?|cts|vb|vue|ya?ml|zig|bat|cmd|fs|clj|coffee|diff|patch|log|svg|txt)$/i;

/** Binary files, which are not opened. */
const NO_TEXT =
  /\.(?:png|jpe?g|gif|bmp|ico|icns|webp|avif|tiff?|psd|pdf|docx?|xlsx?|pptx?|od[tsp]|zip|gz|tgz|bz2|xz|zst|lz4|7z|rar|tar|jar|war|class|o|a|so|dylib|dll|exe|lib|obj|pdb|pyc|pyo|wasm|node|bin|elf|img|iso|qcow2?|vmdk|vdi|vhdx?|raw|rom|fd|dtb|efi|mp[34]|m4[av]|mkv|webm|avi|mov|ogg|flac|wav|ttf|otf|woff2?|eot|sqlite3?|db|pack|idx|rpm|deb|apk|vsix|keystore|p12|der|gpg)$/i;

const BY_ID: ReadonlyMap<string, LanguageSupport> = new Map(
  LANGUAGES.flatMap((language) => language.detect.languageIds.map((id) => [id, language] as const)),
);

/** Languages by kind of detection, since every file of a folder is tested. */
const WITH_NAMES = LANGUAGES.filter(({ detect }) => detect.names);
const WITH_OWN_NAMES = LANGUAGES.filter(({ detect }) => detect.ownNames);
const WITH_SHARED_NAMES = LANGUAGES.filter(({ detect }) => detect.sharedNames);
const WITH_FIRST_LINE = LANGUAGES.filter(({ detect }) => detect.firstLine);
const OF_ANY_NAME = LANGUAGES.filter(({ detect }) => detect.isOfAnyName);

/** Languages by id, also by one that no editor knows. */
const BY_FILE_ID: ReadonlyMap<string, LanguageSupport> = new Map(
  LANGUAGES.map((language) => [languageIdOf(language), language] as const),
);

/** A document's language: by id, else name and first line, else content. Undefined also for fish and csh. */
export function languageOf(
  languageId: string,
  path: string,
  text: string,
): LanguageSupport | undefined {
  const named = WITH_OWN_NAMES.some(({ detect }) => detect.ownNames?.test(path));
  const found = languageId === '' || named ? languageOfFile(path, text) : undefined;
  const known = BY_ID.get(found ?? languageId);
  if (known) return known.detect.isOther?.(path, text) ? undefined : known;
  return (
    LANGUAGES.find(({ detect }) => detect.paths?.test(path)) ??
    LANGUAGES.find(({ detect }) => {
      const { sharedNames, looksLike, isOfAnyName } = detect;
      if (!looksLike) return false;
      if (!sharedNames?.test(path) && !(isOfAnyName && isDecidedByFirstLine(path))) return false;
      return looksLike(text);
    })
  );
}

/** A file's id: empty if the content decides, undefined if it is not read. `named`: what its name decides. */
export function languageOfFile(
  path: string,
  beginning: string,
  named = languageOfName(path),
): string | undefined {
  const own = WITH_OWN_NAMES.find(({ detect: { ownNames, looksOwn } }) => {
    return ownNames?.test(path) && looksOwn?.(beginning);
  });
  const languageId = own ? languageIdOf(own) : (named ?? languageOfContent(path, beginning));
  const isOther = languageId && BY_ID.get(languageId)?.detect.isOther?.(path, beginning);
  return isOther ? undefined : languageId;
}

/** The language id that the name decides: empty for a shared name, undefined if the first line may decide. */
export function languageOfName(path: string): string | undefined {
  const named = WITH_NAMES.find(({ detect }) => detect.names?.test(path));
  if (named) return languageIdOf(named);
  return WITH_SHARED_NAMES.some(({ detect }) => detect.sharedNames?.test(path)) ? '' : undefined;
}

/** Whether a file may be text, by name. */
export function mayHoldText(path: string): boolean {
  return !NO_TEXT.test(path);
}

/** Whether the first line decides, because the name does not. */
export function isDecidedByFirstLine(path: string): boolean {
  return languageOfName(path) === undefined && !OTHER_LANGUAGE.test(path) && mayHoldText(path);
}

/** A cheap test for possible findings, on text or on bytes as Latin-1: only false positives. */
export function mayHaveFindings(languageId: string, text: string): boolean {
  if (languageId !== '')
    return (
      (BY_ID.get(languageId) ?? BY_FILE_ID.get(languageId))?.detect.mayHaveFindings?.(text) ?? true
    );
  return LANGUAGES.some(({ detect }) => detect.mayLookLike?.(text));
}

function languageOfContent(path: string, beginning: string): string | undefined {
  // The name has not decided.
  if (OTHER_LANGUAGE.test(path) || !mayHoldText(path)) return undefined;
  const line = firstLineOf(beginning);
  const found =
    WITH_FIRST_LINE.find(({ detect }) => detect.firstLine?.test(line)) ??
    OF_ANY_NAME.find(({ detect }) => detect.looksLike?.(beginning));
  return found && languageIdOf(found);
}

/** Whether a language's files are documentation, which counts in the workspace only. */
export function isForPeople(languageId: string): boolean {
  return BY_ID.get(languageId)?.isForPeople === true;
}

/** Whether files of a language bring in others. */
export function hasFacts(languageId: string): boolean {
  return BY_ID.get(languageId)?.facts !== undefined;
}

/** The facts of a file that another brings in; read as a shell script if its language is unknown. */
export function factsOfFile(languageId: string, path: string, text: string): ScriptFacts {
  const { facts = SHELL.facts } = BY_ID.get(languageId) ?? {};
  return facts?.(path, text) ?? textFacts(text);
}

/** The id for a file that no editor has open. */
export function languageIdOf({ detect: { fileId, languageIds } }: LanguageSupport): string {
  return fileId ?? languageIds[0] ?? '';
}

/** Whether scripts may bring in files of a language, such as settings, functions, QEMU configs. */
export function mayBeBroughtIn(language: LanguageSupport | undefined): boolean {
  return language === undefined || language.broughtInAs !== undefined;
}
