/**
 * Keys of a shell's state. A variable has its name, the positional parameters `@`; other keys begin with NUL, which no
 * script can name (docs/shell-model.md).
 */

type OwnKey<Kind extends string> = `\0${Kind} ${string}`;

type AttributesKey = OwnKey<'attributes'>;
export type FileKey = OwnKey<'file'>;
/** The key of a function. */
export type FunctionKey = OwnKey<'function'>;
type OptionKey = OwnKey<'option'>;
type OutputKey = OwnKey<'output'>;
/** The key of a trap. */
export type TrapKey = OwnKey<'trap'>;

/** The key of the positional parameters. */
export const ARGUMENTS = '@';

/** The key of the working directory. */
export const DIRECTORY = '\0directory';

/** Asks for all variables with options. Stores nothing. */
export const HOLDERS = '\0holders all';
/** The same for exported variables. */
export const EXPORTED_HOLDERS = '\0holders exported';

/** The key of the umask. */
export const UMASK = '\0umask';

/** The key of a variable's attributes. */
export function attributesKey(variable: string): AttributesKey {
  return `\0attributes ${variable}`;
}

const ATTRIBUTES = '\0attributes ';

/** The variable of an attributes key; undefined for others. */
export function variableOf(key: string): string | undefined {
  return key.charCodeAt(0) === 0 && key.startsWith(ATTRIBUTES)
    ? key.slice(ATTRIBUTES.length)
    : undefined;
}

/** The key of a file's content. */
export function fileKey(path: string): FileKey {
  return `\0file ${path}`;
}

/** Whether a key is of a file. */
export function isFile(key: string): key is FileKey {
  return key.startsWith('\0file ');
}

/** The key of a function. */
export function functionKey(name: string): FunctionKey {
  return `\0function ${name}`;
}

/** Whether a key is of a function. */
export function isFunction(key: string): key is FunctionKey {
  return key.startsWith('\0function ');
}

/** The key of an option of `shopt` or `set`. */
export function optionKey(option: string): OptionKey {
  return `\0option ${option}`;
}

/** The key of the trap of a signal: `EXIT`, `INT`. */
export function trapKey(signal: string): TrapKey {
  return `\0trap ${signal}`;
}

/** The key of collected output or input. */
export function outputKey(number: number): OutputKey {
  return `\0output ${number}`;
}

const FIRST_LETTER_OF_OUTPUT = 'o'.charCodeAt(0);
const SECOND_LETTER_OF_OUTPUT = 'u'.charCodeAt(0);

/** Whether a key is of collected output or input, unused once read. */
export function isOutput(key: string): boolean {
  // Called per variable and block.
  return (
    key.charCodeAt(0) === 0 &&
    key.charCodeAt(1) === FIRST_LETTER_OF_OUTPUT &&
    key.charCodeAt(2) === SECOND_LETTER_OF_OUTPUT
  );
}
