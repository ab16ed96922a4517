/**
 * Reads a line of a `.gitignore` as git does (`dir.c` and `wildmatch.c` of git 2.39), and matches one name of a path.
 * Knows of no other lines and no folders.
 */

/** What one character of a name must be, and how many steps it takes to find out. */
interface Test {
  readonly accepts: (character: string) => boolean;
  readonly cost: number;
}

const ANY_CHARACTER: Test = { accepts: () => true, cost: 1 };

/** A character as it stands, one of several, or any number of any. */
type Token = string | Test | typeof STAR;

const STAR = Symbol('*');

/** What a pattern says of one name: the name itself, a matcher for it, or any number of names. */
export type Segment =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'depth' }
  | {
      readonly kind: 'glob';
      /** Tells equal ones apart from others. */
      readonly key: string;
      readonly matches: (characters: readonly string[]) => boolean;
      /** How many characters may have to be compared for one name. */
      readonly cost: number;
    };

/** A line of a `.gitignore`, ready to be asked (gitignore(5)). */
export interface IgnorePattern {
  /** Whether what matches is to be kept, whatever came before. */
  readonly isNegated: boolean;
  /** Whether only folders match. */
  readonly isForFolders: boolean;
  /** From the folder of the list on. */
  readonly segments: readonly Segment[];
}

/** What it costs to ask a matcher at all, in comparisons of a character. */
const ASKING = 64;
/** The longest name that a file has; one that is longer is matched all the same. */
const MAX_NAME = 255;

/** A line as a pattern; undefined for one that can match nothing. */
export function readIgnorePattern(line: string): IgnorePattern | undefined {
  let text = withoutBlanks(line);
  if (text === '' || text.startsWith('#')) return undefined;
  const isNegated = text.startsWith('!');
  if (isNegated) text = text.slice(1);
  const isForFolders = text.endsWith('/');
  if (isForFolders) text = text.slice(0, -1);
  const isTied = text.includes('/');
  if (text.startsWith('/')) text = text.slice(1);
  if (text === '') return undefined;
  const parts = tokensOf(text);
  if (parts === undefined) return undefined;
  const segments = parts.map((part) => segmentOf(part, isTied));
  if (isTied) return { isNegated, isForFolders, segments };
  return { isNegated, isForFolders, segments: [{ kind: 'depth' }, ...segments] };
}

/** Blanks at the end do not count, but for one behind a backslash. */
function withoutBlanks(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ') end--;
  if (end === line.length) return line;
  let backslashes = 0;
  while (backslashes < end && line[end - 1 - backslashes] === '\\') backslashes++;
  return line.slice(0, backslashes % 2 === 1 ? end + 1 : end);
}

/** The tokens of each name; undefined where a pattern has a bracket without an end or a backslash at its own. */
function tokensOf(text: string): readonly (readonly Token[])[] | undefined {
  const characters = [...text];
  const parts: Token[][] = [[]];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? '';
    const part = parts.at(-1) ?? [];
    if (character === '/') parts.push([]);
    else if (character === '*') part.push(STAR);
    else if (character === '?') part.push(ANY_CHARACTER);
    else if (character === '\\') {
      const escaped = characters[++index];
      if (escaped === undefined) return undefined;
      if (escaped === '/') parts.push([]);
      else part.push(escaped);
    } else if (character === '[') {
      const bracket = readBracket(characters, index);
      if (bracket === undefined) return undefined;
      part.push(bracket.test);
      index = bracket.end;
    } else part.push(character);
  }
  return parts;
}

/** Git's own classes, which know no other characters than those of ASCII. */
const CLASSES: ReadonlyMap<string, RegExp> = new Map([
  ['alnum', /[0-9A-Za-z]/],
  ['alpha', /[A-Za-z]/],
  ['blank', /[ \t]/],
  ['cntrl', /(?=\p{ASCII})[^ -~]/u],
  ['digit', /[0-9]/],
  ['graph', /[!-~]/],
  ['lower', /[a-z]/],
  ['print', /[ -~]/],
  ['punct', /[!-/:-@[-`{-~]/],
  ['space', /[ \t\n\r]/],
  ['upper', /[A-Z]/],
  ['xdigit', /[0-9A-Fa-f]/],
]);

/** A bracket with its first and its last place; undefined for one without an end, or with an unknown class. */
function readBracket(characters: readonly string[], start: number) {
  const members = new Set<string>();
  const others: ((character: string) => boolean)[] = [];
  let index = start + 1;
  const isNegated = characters[index] === '!' || characters[index] === '^';
  if (isNegated) index++;
  /** What a range may begin with. */
  let before: string | undefined;
  for (let isFirst = true; isFirst || characters[index] !== ']'; isFirst = false, index++) {
    const character = characters[index];
    const next = characters[index + 1];
    if (character === undefined) return undefined;
    if (character === '-' && before !== undefined && next !== undefined && next !== ']') {
      index += next === '\\' ? 2 : 1;
      const from = codeOf(before);
      const to = characters[index];
      if (to === undefined) return undefined;
      others.push((other) => from <= codeOf(other) && codeOf(other) <= codeOf(to));
      before = undefined;
    } else if (character === '[' && next === ':') {
      const end = characters.indexOf(']', index + 2);
      if (end < 0) return undefined;
      if (end === index + 2 || characters[end - 1] !== ':') {
        members.add('[');
        before = '[';
        continue;
      }
      const ofClass = CLASSES.get(characters.slice(index + 2, end - 1).join(''));
      if (ofClass === undefined) return undefined;
      others.push((other) => ofClass.test(other));
      before = undefined;
      index = end;
    } else {
      if (character === '\\') index++;
      const member = characters[index];
      if (member === undefined) return undefined;
      members.add(member);
      before = member;
    }
  }
  const accepts = (character: string): boolean =>
    (members.has(character) || others.some((other) => other(character))) !== isNegated;
  return { test: { accepts, cost: 1 + others.length }, end: index };
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function segmentOf(tokens: readonly Token[], isTied: boolean): Segment {
  if (isTied && tokens.length > 1 && tokens.every((token) => token === STAR)) {
    return { kind: 'depth' };
  }
  if (tokens.every((token) => typeof token === 'string')) {
    return { kind: 'name', name: tokens.join('') };
  }
  const pieces = piecesOf(tokens);
  const key = keyOf(tokens);
  return { kind: 'glob', key, cost: costOf(pieces), matches: matcherOf(pieces) };
}

/** Brackets are told apart by being two, even if they say the same. */
function keyOf(tokens: readonly Token[]): string {
  if (tokens.some((token) => typeof token === 'object' && token !== ANY_CHARACTER))
    return `[${nextKey++}`;
  return tokens
    .map((token) => (typeof token === 'string' ? `=${token}` : token === STAR ? '*' : '?'))
    .join('');
}

let nextKey = 0;

/** What stands between the stars. */
type Piece = readonly (string | Test)[];

function piecesOf(tokens: readonly Token[]): readonly Piece[] {
  const pieces: (string | Test)[][] = [[]];
  for (const token of tokens) {
    if (token !== STAR) pieces.at(-1)?.push(token);
    else if (pieces.at(-1)?.length !== 0 || pieces.length === 1) pieces.push([]);
  }
  return pieces;
}

/** The first piece and the last one stand at one place each; those between may stand anywhere. */
function costOf(pieces: readonly Piece[]): number {
  const costs = pieces.map((piece) =>
    piece.reduce((sum, one) => sum + (typeof one === 'string' ? 1 : one.cost), 0),
  );
  const isEnd = (index: number): boolean => index === 0 || index === costs.length - 1;
  return costs.reduce((sum, cost, index) => sum + (isEnd(index) ? cost : cost * MAX_NAME), ASKING);
}

function matcherOf(pieces: readonly Piece[]) {
  const [first = [], ...more] = pieces;
  const last = more.at(-1);
  const between = more.slice(0, -1);
  return (characters: readonly string[]): boolean => {
    if (!standsAt(first, characters, 0)) return false;
    if (last === undefined) return characters.length === first.length;
    const end = characters.length - last.length;
    let at = first.length;
    if (end < at || !standsAt(last, characters, end)) return false;
    for (const piece of between) {
      // The first place is the best one, since what comes behind has the most room then.
      while (at + piece.length <= end && !standsAt(piece, characters, at)) at++;
      at += piece.length;
      if (at > end) return false;
    }
    return true;
  };
}

function standsAt(piece: Piece, characters: readonly string[], at: number): boolean {
  for (let index = 0; index < piece.length; index++) {
    const expected = piece[index];
    const character = characters[at + index];
    if (character === undefined) return false;
    if (typeof expected === 'string' ? expected !== character : !expected?.accepts(character))
      return false;
  }
  return true;
}
