/** Keys of the state: a variable's name, `@` for positional parameters, others with NUL. */

type OwnKey<Kind extends string> = `\0${Kind} ${string}`;

type AttributesKey = OwnKey<'attributes'>;
export type FileKey = OwnKey<'file'>;
/** Key of a function. */
export type FunctionKey = OwnKey<'function'>;
type OptionKey = OwnKey<'option'>;
type OutputKey = OwnKey<'output'>;
/** Key of a trap. */
export type TrapKey = OwnKey<'trap'>;

/** Positional parameters. */
export const ARGUMENTS = '@';

/** The working directory. */
export const DIRECTORY = '\0directory';

/** Set once an assignment may have had any name. */
export const ANY_NAME = '\0name';

/** The umask. */
export const UMASK = '\0umask';

/** A variable's attributes. */
export function attributesKey(variable: string): AttributesKey {
  return `\0attributes ${variable}`;
}

const ATTRIBUTES = '\0attributes ';

/** The variable with the attributes; undefined for other keys. */
export function variableOf(key: string): string | undefined {
  return key.startsWith(ATTRIBUTES) ? key.slice(ATTRIBUTES.length) : undefined;
}

/** Whether it is the key of a variable or of the positional parameters. */
export function isVariable(key: string): boolean {
  return key.charCodeAt(0) !== 0;
}

/** A file's content. */
export function fileKey(path: string): FileKey {
  return `\0file ${path}`;
}

/** Whether it is a file's. */
export function isFile(key: string): key is FileKey {
  return key.startsWith('\0file ');
}

/** A function. */
export function functionKey(name: string): FunctionKey {
  return `\0function ${name}`;
}

/** The function's name. */
export function functionOf(key: FunctionKey): string {
  return key.slice(functionKey('').length);
}

/** Whether it is a function's. */
export function isFunction(key: string): key is FunctionKey {
  return key.startsWith('\0function ');
}

/** An option of `shopt` or `set`. */
export function optionKey(option: string): OptionKey {
  return `\0option ${option}`;
}

/** A signal's trap: `EXIT`, `INT`. */
export function trapKey(signal: string): TrapKey {
  return `\0trap ${signal}`;
}

/** Collected output. */
export function outputKey(number: number): OutputKey {
  return `\0output ${number}`;
}

const FIRST_LETTER_OF_OUTPUT = 'o'.charCodeAt(0);
const SECOND_LETTER_OF_OUTPUT = 'u'.charCodeAt(0);

/** Whether it is output's, unused once read. */
export function isOutput(key: string): boolean {
  return (
    key.charCodeAt(0) === 0 &&
    key.charCodeAt(1) === FIRST_LETTER_OF_OUTPUT &&
    key.charCodeAt(2) === SECOND_LETTER_OF_OUTPUT
  );
}
