/**
 * Which language a file or document is of: by what an editor calls it, by its name, by its first line, by its content.
 */
import { firstLineOf } from './first-line.ts';
import { LANGUAGES } from './index.ts';
import type { LanguageSupport } from './support.ts';

/** VS Code asks for the first line only where a name says nothing, so these stay what they are. */
const OTHER_LANGUAGE =
  /\.(?:[ch]|cc|cpp|hpp|cs|css|dart|go|groovy|html?|java|jl|jsx?|json[cl]?|kt|lua|mjs|cjs|mk|mts|nix|php|pl|pm|ps1|psm1|py|r|rb|rs|rst|md|markdown|scss|less|sql|swift|tex|toml|tsx?|cts|vb|vue|ya?ml|zig|bat|cmd|fs|clj|coffee|diff|patch|log|svg|txt)$/i;

/** Endings of files that hold no text, which are not even opened. */
const NO_TEXT =
  /\.(?:png|jpe?g|gif|bmp|ico|icns|webp|avif|tiff?|psd|pdf|docx?|xlsx?|pptx?|od[tsp]|zip|gz|tgz|bz2|xz|zst|lz4|7z|rar|tar|jar|war|class|o|a|so|dylib|dll|exe|lib|obj|pdb|pyc|pyo|wasm|node|bin|elf|img|iso|qcow2?|vmdk|vdi|vhdx?|raw|rom|fd|dtb|efi|mp[34]|m4[av]|mkv|webm|avi|mov|ogg|flac|wav|ttf|otf|woff2?|eot|sqlite3?|db|pack|idx|rpm|deb|apk|vsix|keystore|p12|der|gpg)$/i;

const BY_ID: ReadonlyMap<string, LanguageSupport> = new Map(
  LANGUAGES.flatMap((language) => language.detect.languageIds.map((id) => [id, language] as const)),
);

/** Those that each way to know a file may find: of very many files every one is asked about. */
const WITH_NAMES = LANGUAGES.filter(({ detect }) => detect.names);
const WITH_OWN_NAMES = LANGUAGES.filter(({ detect }) => detect.ownNames);
const WITH_SHARED_NAMES = LANGUAGES.filter(({ detect }) => detect.sharedNames);
const WITH_FIRST_LINE = LANGUAGES.filter(({ detect }) => detect.firstLine);
const OF_ANY_NAME = LANGUAGES.filter(({ detect }) => detect.isOfAnyName);

/** What we call files of languages that editors have no name for too. */
const BY_FILE_ID: ReadonlyMap<string, LanguageSupport> = new Map(
  LANGUAGES.map((language) => [languageIdOf(language), language] as const),
);

/**
 * The language of a document: by its language id, by its name and first line where that is empty, and by its
 * content where the name is one that several languages have. Undefined for anything else, scripts for fish and the
 * C shell among it, which VS Code calls shell scripts too.
 */
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

/**
 * The language id of a file: empty where its content decides, undefined for one of no language that is read.
 * `named` is what its name alone says. Of its beginning the first line counts, with or without a byte order mark, and all
 * of it where the name is shared.
 */
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

/** The same by its name alone, and undefined too where its first line would tell. */
export function languageOfName(path: string): string | undefined {
  const named = WITH_NAMES.find(({ detect }) => detect.names?.test(path));
  if (named) return languageIdOf(named);
  return WITH_SHARED_NAMES.some(({ detect }) => detect.sharedNames?.test(path)) ? '' : undefined;
}

/** Whether a file may hold text, as far as its name tells. */
export function mayHoldText(path: string): boolean {
  return !NO_TEXT.test(path);
}

/** Whether a name says nothing of the language, so that the first line may make the file a script. */
export function isDecidedByFirstLine(path: string): boolean {
  return languageOfName(path) === undefined && !OTHER_LANGUAGE.test(path) && mayHoldText(path);
}

/**
 * Whether a file of a language may have findings, as far as a look at its characters tells. True for too
 * many, and false for none. Its bytes are good enough for that, each taken as a character, so most files need
 * not be decoded.
 */
export function mayHaveFindings(languageId: string, text: string): boolean {
  if (languageId !== '')
    return (
      (BY_ID.get(languageId) ?? BY_FILE_ID.get(languageId))?.detect.mayHaveFindings?.(text) ?? true
    );
  return LANGUAGES.some(({ detect }) => detect.mayLookLike?.(text));
}

function languageOfContent(path: string, beginning: string): string | undefined {
  // Whoever asks knows that the name says nothing.
  if (OTHER_LANGUAGE.test(path) || !mayHoldText(path)) return undefined;
  const line = firstLineOf(beginning);
  const found =
    WITH_FIRST_LINE.find(({ detect }) => detect.firstLine?.test(line)) ??
    OF_ANY_NAME.find(({ detect }) => detect.looksLike?.(beginning));
  return found && languageIdOf(found);
}

/** What a file of a language is called that no editor has open. */
export function languageIdOf({ detect: { fileId, languageIds } }: LanguageSupport): string {
  return fileId ?? languageIds[0] ?? '';
}

/** Whether scripts bring in files of this language, if it is one of ours: settings and functions, or what QEMU reads. */
export function mayBeBroughtIn(language: LanguageSupport | undefined): boolean {
  return language === undefined || language.broughtInAs !== undefined;
}
