/** Keys of the state: a variable's name, `@` for positional parameters; others begin with NUL (docs/shell-model.md). */

type OwnKey<Kind extends string> = `\0${Kind} ${string}`;

type AttributesKey = OwnKey<'attributes'>;
export type FileKey = OwnKey<'file'>;
/** The key of a function. */
export type FunctionKey = OwnKey<'function'>;
type OptionKey = OwnKey<'option'>;
type OutputKey = OwnKey<'output'>;
/** The key of a trap. */
export type TrapKey = OwnKey<'trap'>;

/** Key of the positional parameters. */
export const ARGUMENTS = '@';

/** Key of the working directory. */
export const DIRECTORY = '\0directory';

/** Key of the umask. */
export const UMASK = '\0umask';

/** Key of a variable's attributes. */
export function attributesKey(variable: string): AttributesKey {
  return `\0attributes ${variable}`;
}

const ATTRIBUTES = '\0attributes ';

/** The variable; undefined for other keys. */
export function variableOf(key: string): string | undefined {
  return key.charCodeAt(0) === 0 && key.startsWith(ATTRIBUTES)
    ? key.slice(ATTRIBUTES.length)
    : undefined;
}

/** Key of a file's content. */
export function fileKey(path: string): FileKey {
  return `\0file ${path}`;
}

/** Whether it is a file's key. */
export function isFile(key: string): key is FileKey {
  return key.startsWith('\0file ');
}

/** Key of a function. */
export function functionKey(name: string): FunctionKey {
  return `\0function ${name}`;
}

/** Whether it is a function's key. */
export function isFunction(key: string): key is FunctionKey {
  return key.startsWith('\0function ');
}

/** Key of an option of `shopt` or `set`. */
export function optionKey(option: string): OptionKey {
  return `\0option ${option}`;
}

/** Key of a signal's trap: `EXIT`, `INT`. */
export function trapKey(signal: string): TrapKey {
  return `\0trap ${signal}`;
}

/** Key of collected output. */
export function outputKey(number: number): OutputKey {
  return `\0output ${number}`;
}

const FIRST_LETTER_OF_OUTPUT = 'o'.charCodeAt(0);
const SECOND_LETTER_OF_OUTPUT = 'u'.charCodeAt(0);

/** Whether it is a key of output, which is unused once read. */
export function isOutput(key: string): boolean {
  // Hot path.
  return (
    key.charCodeAt(0) === 0 &&
    key.charCodeAt(1) === FIRST_LETTER_OF_OUTPUT &&
    key.charCodeAt(2) === SECOND_LETTER_OF_OUTPUT
  );
}
