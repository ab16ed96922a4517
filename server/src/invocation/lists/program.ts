/** A source file as tokens with blocks, functions and definitions. */
import { joinsOf, type LiteralLanguage } from '../../syntax/literals/language.ts';
import type { LiteralFile, PlainToken, Token } from '../../syntax/literals/tree.ts';
import { LIMITS } from '../../text/limits.ts';

/** An assignment or append. */
export interface Definition {
  readonly name: string;
  readonly index: number;
  readonly value: number;
  readonly adds: boolean;
  /** The bracket of its function; -1 for the file. */
  readonly scope: number;
  /** Whether the name is an option's, and the value its default. */
  readonly isDefault?: boolean;
}

/** A file's tokens with memoized questions. */
export interface Program {
  readonly file: LiteralFile;
  readonly language: LiteralLanguage;
  /** A name's or mark's text; else empty. */
  readonly textAt: (index: number) => string;
  readonly plainAt: (index: number) => PlainToken | undefined;
  readonly tokenAt: (index: number) => Token | undefined;
  /** The next token, behind a bracket that the token opens. */
  readonly behind: (index: number) => number;
  /** A literal's text without escapes, or a name. */
  readonly wordAt: (index: number) => string;
  /** The length of `NAME=` in `set NAME=value` of a batch file. */
  readonly setLength: (index: number) => number;
  /** Whether a token concatenates: `+`, Perl's `.`. */
  readonly joinsAt: (index: number) => boolean;
  readonly definitionsOf: (name: string) => readonly Definition[];
  /** The bracket of the function around a token; -1 for the file. */
  readonly scopeOf: (index: number) => number;
  /** The bracket of the block around a token; -1 for none. */
  readonly blockOf: (index: number) => number;
  /** Whether a bracket contains statements, not elements. */
  readonly isBlock: (index: number) => boolean;
  readonly statementStart: (index: number) => number;
}

/** Words before a block that is no function. */
export const CONTROL =
  /^(?:if|else|elif|elseif|elsif|for|foreach|while|until|switch|match|when|with|loop|do|try|catch|finally|unless|unsafe|using|lock|synchronized|case|default|comptime|inline|select|guard|defer|errdefer)$/i;

/** Calls that set their first argument. */
export const PRINTS_INTO =
  /^(?:v?a?sn?printf|v?sprintf_s|_snprintf|sprintf_s|xasprintf|g_snprintf|StringVarP?)$/;

interface Tokens {
  readonly file: LiteralFile;
  readonly language: LiteralLanguage;
  readonly starts: Map<number, number>;
  readonly blocks: Map<number, boolean>;
  readonly scopes: Map<number, number>;
  definitions: Map<string, Definition[]> | undefined;
}

/** Reads tokens as a program. */
export function readProgram(file: LiteralFile, language: LiteralLanguage): Program {
  const maps = { starts: new Map(), blocks: new Map(), scopes: new Map() };
  const on: Tokens = { file, language, ...maps, definitions: undefined };
  return {
    file,
    language,
    textAt: (index) => textAt(on, index),
    plainAt: (index) => plainAt(on, index),
    tokenAt: (index) => file.tokens[index],
    behind: (index) => Math.max(plainAt(on, index)?.match ?? index, index) + 1,
    wordAt: (index) => wordAt(on, index),
    setLength: (index) => setLength(on, index),
    joinsAt: (index) => joinsOf(language).includes(textAt(on, index)),
    definitionsOf: (name) => definitionsOf(on, name),
    scopeOf: (index) => scopeOf(on, index),
    blockOf: (index) => blockOf(on, index),
    isBlock: (index) => isBlock(on, index),
    statementStart: (index) => statementStart(on, index),
  };
}

function plainAt({ file }: Tokens, index: number): PlainToken | undefined {
  const token = file.tokens[index];
  return token?.kind === 'literal' ? undefined : token;
}

function textAt(on: Tokens, index: number): string {
  return plainAt(on, index)?.text ?? '';
}

function wordAt({ file }: Tokens, index: number): string {
  const token = file.tokens[index];
  if (token?.kind !== 'literal') return token?.text ?? '';
  return file.source.slice(token.inner.start, token.inner.end);
}

function statementStart(on: Tokens, index: number): number {
  const parent = on.file.tokens[index]?.parent ?? -1;
  let at = index;
  const known = (): number | undefined => on.starts.get(at);
  for (let steps = 0; steps < LIMITS.definitions; steps++) {
    const found = known();
    if (found !== undefined) {
      at = found;
      break;
    }
    const before = plainAt(on, at - 1);
    if (at - 1 <= parent || at === 0) break;
    if (before && before.parent === parent && endsCommand(on, at - 1)) break;
    // A closed block ends its statement, except `} else {` and chained calls.
    if (before?.text === '}' && before.parent === parent && isEndOfBlock(on, at)) break;
    if (endsLine(on, at) && on.file.tokens[at]?.parent === parent) break;
    const match = before && before.match !== -1 && before.match < at - 1 ? before.match : at - 1;
    at = match;
  }
  on.starts.set(index, at);
  return at;
}

function endsCommand(on: Tokens, index: number): boolean {
  const text = textAt(on, index);
  if (text === ';') return true;
  // `^&` is a character.
  const isHidden = textAt(on, index - 1) === '^';
  return on.language.sets === 'command' && !isHidden && /^(?:&&?|\|\|?)$/.test(text);
}

function endsLine(on: Tokens, at: number): boolean {
  const token = on.file.tokens[at];
  if (!on.language.lines || !token?.isFirst) return false;
  if (/^[.?:+)\]},]|^(?:\?\.|->|&&|\|\|)$/.test(textAt(on, at))) return false;
  return !/^(?:[,+({[=?:.]|:=|&&|\|\||=>|->|\+=|<<)$/.test(textAt(on, at - 1));
}

function isEndOfBlock(on: Tokens, at: number): boolean {
  const open = plainAt(on, at - 1)?.match ?? -1;
  return isBlock(on, open) && !/^(?:else|catch|finally|while|\.|\)|,|;)$/.test(textAt(on, at));
}

function isBlock(on: Tokens, index: number): boolean {
  if (textAt(on, index) !== '{') return false;
  const known = on.blocks.get(index);
  if (known !== undefined) return known;
  on.blocks.set(index, false);
  const found = looksLikeBlock(on, index);
  on.blocks.set(index, found);
  return found;
}

function looksLikeBlock(on: Tokens, index: number): boolean {
  if (on.language.blocks === undefined) return false;
  const before = textAt(on, index - 1);
  // `x = {`, `f({`, `[]string{`, `&.{` hold elements; `) {`, `=> {`, `else {`, `-> T {` hold statements.
  if (/^(?:=|:=|\(|\[|,|\.|&|return|:|\?|@|\$|\+|\+=|new|\]|<<)$/.test(before)) return false;
  if (before === '->' && on.language.arrowsLead) return false;
  if (
    /^(?:=>|\)|else|do|try|finally|loop|unsafe|;|\{|\}|->|const|override|noexcept)?$/.test(before)
  ) {
    return true;
  }
  if (on.language.blocks !== 'some') return true;
  const first = statementStart(on, index);
  const words = new Set<string>();
  for (let at = first; at < index && at < first + 24; at++) words.add(textAt(on, at));
  const isSaid = [...words].some((word) => CONTROL.test(word) || DECLARES.test(word));
  const end = plainAt(on, index)?.match ?? -1;
  return isSaid || hasStatements(on, index, end);
}

function hasStatements(on: Tokens, open: number, end: number): boolean {
  for (let at = open + 1; at < Math.min(end, open + 60); at++) {
    if (on.file.tokens[at]?.parent === open && textAt(on, at) === ';') return true;
  }
  return false;
}

function scopeOf(on: Tokens, index: number): number {
  const path: number[] = [];
  let at = on.file.tokens[index]?.parent ?? -1;
  let scope = -1;
  while (at !== -1) {
    const known = on.scopes.get(at);
    if (known !== undefined) {
      scope = known;
      break;
    }
    path.push(at);
    if (isFunction(on, at)) {
      scope = at;
      break;
    }
    at = on.file.tokens[at]?.parent ?? -1;
  }
  for (const one of path) on.scopes.set(one, scope);
  return scope;
}

function blockOf(on: Tokens, index: number): number {
  let at = on.file.tokens[index]?.parent ?? -1;
  let steps = 0;
  while (at !== -1 && !isBlock(on, at) && steps++ < LIMITS.steps) {
    at = on.file.tokens[at]?.parent ?? -1;
  }
  return steps > LIMITS.steps ? -1 : at;
}

function isFunction(on: Tokens, index: number): boolean {
  if (!isBlock(on, index)) return false;
  if (on.language.blocks === 'scopes') return true;
  return (
    !CONTROL.test(textAt(on, statementStart(on, index))) &&
    !/^(?:else|try|do)$/.test(textAt(on, index - 1))
  );
}

function definitionsOf(on: Tokens, name: string): readonly Definition[] {
  on.definitions ??= allDefinitions(on);
  const found = on.definitions.get(keyOf(on, name)) ?? [];
  return found.length > LIMITS.definitions ? [] : found;
}

function isLiteral(on: Tokens, index: number): boolean {
  return on.file.tokens[index]?.kind === 'literal';
}

function keyOf(on: Tokens, name: string): string {
  const bare = name.replace(/^[$@]\{?(?:(?:script|global|local|private|using):)?|[}]$/gi, '');
  return on.language.ignoresCase ? bare.toLowerCase() : bare;
}

function allDefinitions(on: Tokens): Map<string, Definition[]> {
  const all = new Map<string, Definition[]>();
  for (let index = 0; index < on.file.tokens.length; index++) {
    const found = definitionAt(on, index);
    if (found === undefined) continue;
    const key = keyOf(on, found.name);
    const others = all.get(key) ?? [];
    others.push({ ...found, index, scope: found.isDefault ? -1 : scopeOf(on, index) });
    all.set(key, others);
  }
  return all;
}

type Found = Omit<Definition, 'index' | 'scope'>;

function definitionAt(on: Tokens, index: number): Found | undefined {
  const token = on.file.tokens[index];
  if (token?.kind === 'literal') return wordDefinition(on, index);
  if (token?.kind !== 'name') return undefined;
  const name = token.text;
  const next = textAt(on, index + 1);
  if (/^default(?:_value(?:_t)?|Value)?$/.test(name) && /^[=:(]$/.test(next)) {
    const option = optionOf(on, index);
    if (option) return { name: option, value: index + 2, adds: false, isDefault: true };
  }
  // `{ host ? "127.0.0.1" }:` of Nix.
  const isDefault = next === '?' && !on.language.asks && isLiteral(on, index + 2);
  if (isDefault || next === '=' || next === ':=') return { name, value: index + 2, adds: false };
  if (/^(?:\|\||\/\/|\?\?)=$/.test(next)) return { name, value: index + 2, adds: false };
  if (next === '+=' || next === '.=') return { name, value: index + 2, adds: true };
  if (textAt(on, index - 1) === 'define' && textAt(on, index - 2) === '#' && next !== '(') {
    return { name, value: index + 1, adds: false };
  }
  if (PRINTS_INTO.test(name) && next === '(') return printed(on, index);
  if (next === ':' || next === '[') {
    // `name: T = …` and `char name[64] = …`.
    for (let at = index + 2; at < index + 14; at++) {
      const { text, parent } = plainAt(on, at) ?? { text: ';', parent: -2 };
      if (parent !== token.parent) continue;
      if (text === '=') return { name, value: at + 1, adds: false };
      if (/^(?:;|,|\)|\}|\{|=>)$/.test(text)) return undefined;
    }
  }
  return undefined;
}

/** `host` of `variable "host" { default = … }`, `#[arg(default_value = …)] host: String`, `string(name: 'host', defaultValue: …)`. */
function optionOf(on: Tokens, index: number): string | undefined {
  let open = on.file.tokens[index]?.parent ?? -1;
  const around = on.file.tokens[open]?.parent ?? -1;
  if (textAt(on, around - 1) === '#') {
    let at = (plainAt(on, around)?.match ?? -1) + 1;
    while (/^(?:pub|\()$/.test(textAt(on, at))) at = Math.max(plainAt(on, at)?.match ?? at, at) + 1;
    return textAt(on, at + 1) === ':' ? textAt(on, at) : undefined;
  }
  // `Arg::new("x").long("host").default_value(…)`
  if (textAt(on, index - 2) === ')') open = plainAt(on, index - 2)?.match ?? -1;
  let word = textAt(on, open - 1) === ',' ? open - 2 : open - 1;
  if (textAt(on, open) === '(') word = textAt(on, open + 2) === ':' ? open + 3 : open + 1;
  return isLiteral(on, word) ? /[A-Za-z][\w-]*/.exec(wordAt(on, word))?.[0] : undefined;
}

/** `snprintf(mon, sizeof(mon), "telnet:…%d", port)`: the value is the call. */
function printed(on: Tokens, index: number): Found | undefined {
  let at = index + 2;
  while (textAt(on, at) === '&' || textAt(on, at) === '(') at++;
  const target = on.file.tokens[at];
  return target?.kind === 'name' ? { name: target.text, value: index, adds: false } : undefined;
}

/** `set(NAME value)` of CMake, `set NAME=value` and `set "NAME=value"` of a batch file. */
function wordDefinition(on: Tokens, index: number): Found | undefined {
  if (on.language.sets === 'call' && textAt(on, index - 1) === '(') {
    const isSet = /^set$/i.test(wordAt(on, index - 2));
    return isSet ? { name: wordAt(on, index), value: index + 1, adds: false } : undefined;
  }
  const name = wordAt(on, index).slice(0, setLength(on, index)).split('=')[0];
  return name ? { name, value: index, adds: false } : undefined;
}

function setLength(on: Tokens, index: number): number {
  if (on.language.sets !== 'command' || !/^@?set$/i.test(wordAt(on, index - 1))) return 0;
  return /^[^=\s"]+=[ \t]*/.exec(wordAt(on, index))?.[0].length ?? 0;
}

const DECLARES =
  /^(?:func|fn|function|sub|def|class|struct|impl|interface|trait|enum|namespace|mod|object|static|public|private|protected|void|int|async|extern|locals|source|variable|build|data|resource)$/;
