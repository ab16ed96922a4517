/**
 * A source file as whoever looks for values in it needs it: which brackets are blocks of a function, and where names
 * get their values. Nothing is run: an assignment counts wherever it stands in the function.
 */
import type { LiteralLanguage } from '../../syntax/literals/languages.ts';
import type { LiteralFile, PlainToken, Token } from '../../syntax/literals/tree.ts';
import { LIMITS } from '../../text/limits.ts';

/** An assignment to a name, or what is added to what it has. */
export interface Definition {
  readonly name: string;
  /** The token of the name. */
  readonly index: number;
  /** The token that its value begins with. */
  readonly value: number;
  readonly adds: boolean;
  /** The bracket of the function that it stands in; -1 for the file. */
  readonly scope: number;
}

/** The tokens of a file with what is asked about them; what is asked twice is found once. */
export interface Program {
  readonly file: LiteralFile;
  readonly language: LiteralLanguage;
  /** The text of a name or mark; empty for anything else, and for none. */
  readonly textAt: (index: number) => string;
  readonly plainAt: (index: number) => PlainToken | undefined;
  readonly tokenAt: (index: number) => Token | undefined;
  /** The text of a literal without escapes, or of a name. */
  readonly wordAt: (index: number) => string;
  /** Whether what stands there is put between two strings that are one: `+`, Perl's `.`. */
  readonly joinsAt: (index: number) => boolean;
  readonly definitionsOf: (name: string) => readonly Definition[];
  /** The bracket of the function around a token; -1 for the file. */
  readonly scopeOf: (index: number) => number;
  /** Whether a bracket holds statements, and not elements. */
  readonly isBlock: (index: number) => boolean;
  /** The first token of the statement or element that a token belongs to. */
  readonly statementStart: (index: number) => number;
}

/** What a statement begins with whose block is no function. */
const CONTROL =
  /^(?:if|else|elif|elseif|elsif|for|foreach|while|until|switch|match|when|with|loop|do|try|catch|finally|unless|unsafe|using|lock|synchronized|case|default|comptime|inline|select|guard|defer|errdefer)$/i;

/** Functions that print into their first argument. */
const PRINTS_INTO = /^(?:v?a?sn?printf|v?sprintf_s|_snprintf|sprintf_s|xasprintf|g_snprintf)$/;

/** For the tokens of one file. */
export function readProgram(file: LiteralFile, language: LiteralLanguage): Program {
  const { source, tokens } = file;
  const tokenAt = (index: number): Token | undefined => tokens[index];
  const plainAt = (index: number): PlainToken | undefined => {
    const token = tokens[index];
    return token?.kind === 'literal' ? undefined : token;
  };
  const textAt = (index: number): string => plainAt(index)?.text ?? '';
  const wordAt = (index: number): string => {
    const token = tokens[index];
    if (token?.kind !== 'literal') return token?.text ?? '';
    return source.slice(token.inner.start, token.inner.end);
  };
  const joinsAt = (index: number): boolean => {
    const mark = textAt(index);
    return language.joins ? mark === language.joins : mark === '+' || mark === '++';
  };
  const starts = new Map<number, number>();
  const blocks = new Map<number, boolean>();
  const scopes = new Map<number, number>();

  function statementStart(index: number): number {
    const parent = tokens[index]?.parent ?? -1;
    let at = index;
    const known = (): number | undefined => starts.get(at);
    for (let steps = 0; steps < LIMITS.listDistance; steps++) {
      const found = known();
      if (found !== undefined) {
        at = found;
        break;
      }
      const before = plainAt(at - 1);
      if (at - 1 <= parent || at === 0) break;
      if (before && before.parent === parent && endsCommand(before)) break;
      // A block that is closed ends its statement, but for `} else {` and what is chained to it.
      if (before?.text === '}' && before.parent === parent && isEndOfBlock(at)) break;
      if (endsLine(at) && tokens[at]?.parent === parent) break;
      const match = before && before.match !== -1 && before.match < at - 1 ? before.match : at - 1;
      at = match;
    }
    starts.set(index, at);
    return at;
  }

  /** Whether a mark ends a statement, or a command that another one follows on its line. */
  function endsCommand({ text }: PlainToken): boolean {
    return text === ';' || (language.sets === 'command' && /^(?:&&?|\|\|?)$/.test(text));
  }

  /** Whether a line ends in front of a token and its statement with it. */
  function endsLine(at: number): boolean {
    const token = tokens[at];
    if (!language.lines || !token?.isFirst) return false;
    if (/^[.?:+)\]},]|^(?:\?\.|->|&&|\|\|)$/.test(textAt(at))) return false;
    return !/^(?:[,+({[=?:.]|:=|&&|\|\||=>|->|\+=|<<)$/.test(textAt(at - 1));
  }

  function isEndOfBlock(at: number): boolean {
    const open = plainAt(at - 1)?.match ?? -1;
    return isBlock(open) && !/^(?:else|catch|finally|while|\.|\)|,|;)$/.test(textAt(at));
  }

  function isBlock(index: number): boolean {
    if (textAt(index) !== '{') return false;
    const known = blocks.get(index);
    if (known !== undefined) return known;
    blocks.set(index, false);
    const found = looksLikeBlock(index);
    blocks.set(index, found);
    return found;
  }

  function looksLikeBlock(index: number): boolean {
    if (language.blocks === undefined) return false;
    const before = textAt(index - 1);
    // `x = {`, `f({`, `[]string{`, `&.{` hold elements; `) {`, `=> {`, `else {`, `-> T {` hold statements.
    if (/^(?:=|:=|\(|\[|,|\.|&|return|:|\?|@|\$|\+|\+=|new|\]|<<)$/.test(before)) return false;
    if (before === '->' && language.arrowsLead) return false;
    if (
      /^(?:=>|\)|else|do|try|finally|loop|unsafe|;|\{|\}|->|const|override|noexcept)?$/.test(before)
    ) {
      return true;
    }
    if (language.blocks !== 'some') return true;
    const first = statementStart(index);
    const words = new Set<string>();
    for (let at = first; at < index && at < first + 24; at++) words.add(textAt(at));
    const isSaid = [...words].some((word) => CONTROL.test(word) || DECLARES.test(word));
    const end = plainAt(index)?.match ?? -1;
    return isSaid || hasStatements(index, end);
  }

  function hasStatements(open: number, end: number): boolean {
    for (let at = open + 1; at < Math.min(end, open + 60); at++) {
      if (tokens[at]?.parent === open && textAt(at) === ';') return true;
    }
    return false;
  }

  function scopeOf(index: number): number {
    const path: number[] = [];
    let at = tokens[index]?.parent ?? -1;
    let scope = -1;
    while (at !== -1) {
      const known = scopes.get(at);
      if (known !== undefined) {
        scope = known;
        break;
      }
      path.push(at);
      if (isFunction(at)) {
        scope = at;
        break;
      }
      at = tokens[at]?.parent ?? -1;
    }
    for (const one of path) scopes.set(one, scope);
    return scope;
  }

  function isFunction(index: number): boolean {
    if (!isBlock(index)) return false;
    if (language.blocks === 'scopes') return true;
    return (
      !CONTROL.test(textAt(statementStart(index))) && !/^(?:else|try|do)$/.test(textAt(index - 1))
    );
  }

  let definitions: Map<string, Definition[]> | undefined;
  function definitionsOf(name: string): readonly Definition[] {
    definitions ??= allDefinitions();
    const found = definitions.get(keyOf(name)) ?? [];
    return found.length > LIMITS.listDefinitions ? [] : found;
  }

  function keyOf(name: string): string {
    const bare = name.replace(/^[$@]\{?(?:(?:script|global|local|private|using):)?|[}]$/gi, '');
    return language.ignoresCase ? bare.toLowerCase() : bare;
  }

  function allDefinitions(): Map<string, Definition[]> {
    const all = new Map<string, Definition[]>();
    for (let index = 0; index < tokens.length; index++) {
      const found = definitionAt(index);
      if (found === undefined) continue;
      const key = keyOf(found.name);
      const others = all.get(key) ?? [];
      others.push({ ...found, index, scope: scopeOf(index) });
      all.set(key, others);
    }
    return all;
  }

  /** What a token defines, or the value of which name it is written behind. */
  function definitionAt(index: number): Pick<Definition, 'name' | 'value' | 'adds'> | undefined {
    const token = tokens[index];
    if (token?.kind === 'literal') return wordDefinition(index);
    if (token?.kind !== 'name') return undefined;
    const name = token.text;
    const next = textAt(index + 1);
    if (next === '=' || next === ':=') return { name, value: index + 2, adds: false };
    if (next === '+=' || next === '.=') return { name, value: index + 2, adds: true };
    if (textAt(index - 1) === 'define' && textAt(index - 2) === '#' && next !== '(') {
      return { name, value: index + 1, adds: false };
    }
    if (PRINTS_INTO.test(name) && next === '(') return printed(index);
    if (next === ':' || next === '[') {
      // `name: T = …` and `char name[64] = …`.
      for (let at = index + 2; at < index + 14; at++) {
        const { text, parent } = plainAt(at) ?? { text: ';', parent: -2 };
        if (parent !== token.parent) continue;
        if (text === '=') return { name, value: at + 1, adds: false };
        if (/^(?:;|,|\)|\}|\{|=>)$/.test(text)) return undefined;
      }
    }
    return undefined;
  }

  /** `snprintf(mon, sizeof(mon), "telnet:…%d", port)`: what is printed begins with the first string. */
  function printed(index: number): Pick<Definition, 'name' | 'value' | 'adds'> | undefined {
    const open = index + 1;
    const end = plainAt(open)?.match ?? -1;
    let at = open + 1;
    while (textAt(at) === '&' || textAt(at) === '(') at++;
    const target = tokens[at];
    if (target?.kind !== 'name') return undefined;
    for (let value = at + 1; value < Math.min(end, at + 24); value++) {
      if (tokens[value]?.kind === 'literal') return { name: target.text, value, adds: false };
    }
    return undefined;
  }

  /** `set(NAME value)` of CMake, `set NAME=value` and `set "NAME=value"` of a batch file. */
  function wordDefinition(index: number): Pick<Definition, 'name' | 'value' | 'adds'> | undefined {
    if (language.sets === 'call' && textAt(index - 1) === '(') {
      const isSet = /^set$/i.test(wordAt(index - 2));
      return isSet ? { name: wordAt(index), value: index + 1, adds: false } : undefined;
    }
    if (language.sets !== 'command' || !/^@?set$/i.test(wordAt(index - 1))) return undefined;
    const name = /^([^=\s"]+)=/.exec(wordAt(index))?.[1];
    return name === undefined ? undefined : { name, value: index, adds: false };
  }

  return {
    file,
    language,
    textAt,
    plainAt,
    tokenAt,
    wordAt,
    joinsAt,
    definitionsOf,
    scopeOf,
    isBlock,
    statementStart,
  };
}

/** What says that a block is that of a function or a type. */
const DECLARES =
  /^(?:func|fn|function|sub|def|class|struct|impl|interface|trait|enum|namespace|mod|object|static|public|private|protected|void|int|async|extern|locals|source|variable|build|data|resource)$/;
