/**
 * Under what the state of a shell holds something. A variable is held under its own name, the positional
 * parameters under `@`; everything else has a key that no script can name (docs/shell-model.md).
 * All of them are joined, kept from subshells and compared in the same way, by `state.ts`.
 */

type OwnKey<Kind extends string> = `\0${Kind} ${string}`;

type AttributesKey = OwnKey<'attributes'>;
export type FileKey = OwnKey<'file'>;
/** The key of a function. */
export type FunctionKey = OwnKey<'function'>;
type OptionKey = OwnKey<'option'>;
type OutputKey = OwnKey<'output'>;
/** The key of what a shell runs at a signal. */
export type TrapKey = OwnKey<'trap'>;

/** The key of the positional parameters. */
export const ARGUMENTS = '@';

/** The key of the directory that a shell is in. */
export const DIRECTORY = '\0directory';

/** What somebody asks for who asks all variables that hold options. Nothing is held under it. */
export const HOLDERS = '\0holders all';
/** The same of those of them that are exported. */
export const EXPORTED_HOLDERS = '\0holders exported';

/** The key of the umask. */
export const UMASK = '\0umask';

/** The key of what `declare` says of a variable. */
export function attributesKey(variable: string): AttributesKey {
  return `\0attributes ${variable}`;
}

const ATTRIBUTES = '\0attributes ';

/** The variable that has the attributes under a key; undefined for any other key. */
export function variableOf(key: string): string | undefined {
  return key.charCodeAt(0) === 0 && key.startsWith(ATTRIBUTES)
    ? key.slice(ATTRIBUTES.length)
    : undefined;
}

/** The key of what is in the file of a path. */
export function fileKey(path: string): FileKey {
  return `\0file ${path}`;
}

/** Whether what is in a file is held under a key. */
export function isFile(key: string): key is FileKey {
  return key.startsWith('\0file ');
}

/** The key of the function of a name. */
export function functionKey(name: string): FunctionKey {
  return `\0function ${name}`;
}

/** Whether a function is held under a key. */
export function isFunction(key: string): key is FunctionKey {
  return key.startsWith('\0function ');
}

/** The key of an option of `shopt` or `set`. */
export function optionKey(option: string): OptionKey {
  return `\0option ${option}`;
}

/** The key of what is left to do for a signal: `EXIT`, `INT`. */
export function trapKey(signal: string): TrapKey {
  return `\0trap ${signal}`;
}

/** The key of something that is printed or read, of which there are as many as one likes. */
export function outputKey(number: number): OutputKey {
  return `\0output ${number}`;
}

const FIRST_LETTER_OF_OUTPUT = 'o'.charCodeAt(0);
const SECOND_LETTER_OF_OUTPUT = 'u'.charCodeAt(0);

/** Whether something is printed or read, so that nobody wants it once it is collected. */
export function isOutput(key: string): boolean {
  // Asked for each variable behind each block.
  return (
    key.charCodeAt(0) === 0 &&
    key.charCodeAt(1) === FIRST_LETTER_OF_OUTPUT &&
    key.charCodeAt(2) === SECOND_LETTER_OF_OUTPUT
  );
}
