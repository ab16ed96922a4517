/**
 * What an expression is, as far as its literals say: strings one behind the other, templates, the two arms of a
 * condition, and names that have such a value in the same function or file. All else is unknown, and stays in the text
 * as one unknown piece.
 */
import { decodeLiteral } from '../../syntax/literals/decode.ts';
import { CODE, summandPlace } from '../../syntax/literals/forms.ts';
import type { Token } from '../../syntax/literals/tree.ts';
import { costOf } from '../../text/allowance.ts';
import type { Encodings } from '../../text/encoding.ts';
import {
  concat,
  type MappedText,
  mappedText,
  type Piece,
  slice,
  throughUse,
  type Use,
  verbatim,
  withMarks,
} from '../../text/mapped-text.ts';
import { cover, type Span, sameSpan } from '../../text/span.ts';
import { isTelling, unwritableHere, withFormats } from './addresses.ts';
import type { Definition, Program } from './program.ts';

/** How many arguments of one call are looked at. */
const MAX_ARGUMENTS = 8;

/** Reads expressions where they are asked for; what a name was given is read once. */
export interface Values {
  /** The expression that begins with a token, an element of a list: where more belongs to it than was read, the rest is unknown. */
  readonly whole: (index: number) => Expression;
}

/** How many tokens a condition has. */
const MAX_QUESTION = 40;

/** Calls behind a value that leave it what it is. */
const CONVERSIONS =
  /^(?:to_string|to_owned|into|as_str|as_ref|clone|c_str|toString|str|data|encode|getBytes|trim|strip|as_bytes|unwrap|String|toStdString|format|formatted|arg|intern|split|Split|stripIndent|freeze)$/;

/** Functions that put the arguments behind a format into it and return what comes out. */
const FORMATTERS = /^(?:Sprintf|sprintf|format|Format|vformat|allocPrint|allocPrintZ)$/;

/** Whether a text has nothing of a literal in it, but for what it comes through. */
function isNumber({ pieces }: MappedText): boolean {
  return pieces.every(({ encodings }) => encodings === CODE);
}

/** Whether a token is a list of words, to which another list is added. */
export function isListOfWords(token: Token | undefined): boolean {
  return token?.kind === 'literal' && token.form.nests === true;
}

function isKnownInPart({ pieces }: MappedText): boolean {
  return pieces.some((piece) => piece.kind !== 'unknown' && piece.text !== '');
}

/**
 * What may come out of several arms: an arm that somebody else decides (`process.env.PORT || "…"`) says nothing beside
 * those that are written, as the default of a shell's `${PORT:-…}` is what counts.
 */
function ofArms(arms: readonly MappedText[]): readonly MappedText[] {
  const known = arms.filter(isKnownInPart);
  return (known.length > 0 ? known : arms).slice(0, MAX_ALTERNATIVES);
}

/** For one file; nothing is read before it is asked for. */
export function valuesOf(program: Program): Values {
  const { file, language, textAt, plainAt, tokenAt, wordAt, joinsAt } = program;
  const { source } = file;
  const valuesOfName = namesIn(program, expression);
  function unknown(start: number, end: number): MappedText {
    return unknownAt(spanBetween(start, end));
  }

  function unknownAt(at: Span): MappedText {
    const written = source.slice(at.start, at.end);
    return mappedText([{ kind: 'unknown', source: written, at, encodings: CODE, through: [] }], at);
  }

  function spanBetween(start: number, end: number): Span {
    const first = tokenAt(start);
    const last = tokenAt(Math.max(start, end - 1));
    const from = first?.start ?? source.length;
    return { start: from, end: Math.max(from, last?.end ?? from) };
  }

  function expression(index: number, depth: number): Expression {
    const left = sum(index, depth);
    const operator = textAt(left.end);
    const question = questionFrom(left.end);
    if (question !== undefined) {
      const then = expression(question + 1, depth + 1);
      if (textAt(then.end) !== ':') return left;
      return either(index, then, expression(then.end + 1, depth + 1));
    }
    if (operator === '??' || operator === '||' || operator === '?:' || operator === 'orelse') {
      return either(index, left, expression(left.end + 1, depth + 1));
    }
    return left;
  }

  /** The question mark behind what is asked: `n > 9 ? … : …`. */
  function questionFrom(from: number): number | undefined {
    if (!language.asks) return undefined;
    for (let at = from; at < from + MAX_QUESTION; ) {
      const token = plainAt(at);
      if (token?.text === '?') return at;
      if (tokenAt(at) === undefined || /^(?:[,;)\]}{:]|=>|=|<<)$/.test(token?.text ?? ''))
        return undefined;
      at = token && token.match > at ? token.match + 1 : at + 1;
    }
    return undefined;
  }

  function either(start: number, one: Expression, other: Expression): Expression {
    const alternatives = ofArms([...one.alternatives, ...other.alternatives]);
    return { alternatives, end: other.end, at: spanBetween(start, other.end) };
  }

  function sum(index: number, depth: number): Expression {
    const left = primary(index, depth);
    let { end } = left;
    const all = [{ ...left, index }];
    while (all.length <= MAX_PARTS) {
      const next = nextPart(end);
      if (next === undefined) break;
      const right = primary(next, depth);
      end = right.end;
      all.push({ ...right, index: next });
    }
    if (end === left.end) return left;
    const alternatives = combined(summands(all) ?? all.map(partOfSum));
    // Numbers are added, and what comes out of that nobody calculates here.
    if (alternatives === undefined || alternatives.some(isNumber))
      return one(unknown(index, end), index, end);
    return { alternatives, end, at: spanBetween(index, end) };
  }

  /**
   * The parts of `'tcp:0.0.0.0:' + port + ',server'`, of which each has one value and the strings are written alike, so
   * that a string can come in the place of some; undefined for any other sum.
   */
  function summands(
    all: readonly (Expression & { readonly index: number })[],
  ): readonly (readonly MappedText[])[] | undefined {
    const string = all[0]?.alternatives[0]?.pieces[0]?.encodings;
    let number = 0;
    const parts = all.map(({ alternatives: [text, ...others], index, end, at }, place) => {
      const isString = tokenAt(index)?.kind === 'literal' && end === index + 1;
      if (isString === (number % 2 === 1)) number++;
      const encodings = string && summandPlace(string, number);
      const isJoined = place === 0 || textAt(index - 1) === (language.joins ?? '+');
      if (!encodings || !isJoined || !text || others.length > 0) return undefined;
      const isAlike = text.pieces.every((piece) => {
        if (isString) return piece.encodings === string;
        // Of `(port + 1)` the brackets would be cut in two.
        return sameSpan((piece.through[0] ?? piece).at, at);
      });
      if (!isAlike) return undefined;
      const put = (piece: Piece) => (isString ? { ...piece, encodings } : codeIn(piece, encodings));
      return [withMarks(text, put)];
    });
    const known = parts.filter((part) => part !== undefined);
    return known.length === parts.length ? known : undefined;
  }

  /**
   * What a part puts into a sum. Of one that is more than a string, such as `(a ?? "…")` or `"…".to_string()`, nothing
   * may be replaced together with what is beside it: its brackets would be cut in two.
   */
  function partOfSum(part: Expression & { readonly index: number }): readonly MappedText[] {
    const isString = tokenAt(part.index)?.kind === 'literal' && part.end === part.index + 1;
    if (isString) return part.alternatives;
    return part.alternatives.map(unwritableHere);
  }

  /** The token that the next string of a sum begins with. */
  function nextPart(end: number): number | undefined {
    const token = tokenAt(end);
    const before = tokenAt(end - 1);
    if (joinsAt(end)) {
      return [before, tokenAt(end + 1)].some(isListOfWords) ? undefined : end + 1;
    }
    if (token?.kind !== 'literal' && language.neighbours !== 'one') return undefined;
    if (language.neighbours === 'one') {
      // In C a macro may be one of the strings: `"-" PRIu16 ","`.
      const isString = token?.kind === 'literal';
      const isMacro =
        token?.kind === 'name' && !token.isFirst && /^[A-Z_][A-Z\d_a-z]*$/.test(token.text);
      return before?.kind !== 'mark' && (isString || isMacro) ? end : undefined;
    }
    // Without a blank between them two words are one.
    const touches = language.joinsTouching && before?.end === token?.start;
    return touches && before?.kind === 'literal' ? end : undefined;
  }

  function primary(index: number, depth: number): Expression {
    let start = index;
    while (/^(?:&|\*|@|new|await|try|\.)$/.test(textAt(start)) && start < index + 4) start++;
    const token = tokenAt(start);
    if (token === undefined || depth > MAX_DEPTH)
      return one(unknown(start, start + 1), index, start + 1);
    if (token.kind === 'literal') {
      const text = withHoles(decodeLiteral(source, token), index, depth);
      return postfix(
        { alternatives: text, end: start + 1, at: spanBetween(index, start + 1) },
        true,
      );
    }
    if (token.kind === 'number') {
      const at = { start: token.start, end: token.end };
      const isWhole = /^\d+$/.test(token.text);
      const digits = isWhole ? verbatim(source, at, CODE) : unknown(start, start + 1);
      return one(digits, index, start + 1);
    }
    if (token.kind === 'name') return named(index, start, depth);
    if (token.text === '(' && token.match > start) {
      const inner = expression(start + 1, depth + 1);
      const end = token.match + 1;
      // What PowerShell puts into a format is looked for where the text is told.
      const isFormatted = tokenAt(inner.end)?.kind === 'literal' && wordAt(inner.end) === '-f';
      const isWhole = inner.end === token.match || isFormatted;
      const alternatives = isWhole ? inner.alternatives : [unknown(start, end)];
      return postfix({ alternatives, end, at: spanBetween(index, end) }, isWhole);
    }
    const end = Math.max(token.match, start) + 1;
    return one(unknown(start, end), index, end);
  }

  function one(text: MappedText, start: number, end: number): Expression {
    return { alternatives: [text], end, at: spanBetween(start, end) };
  }

  /** A name, a call, a condition, or a constant of something: `Config.MONITOR`. */
  function named(index: number, start: number, depth: number): Expression {
    const first = textAt(start);
    if (/^(?:if|when|match|switch)$/.test(first)) return condition(index, start, depth);
    let end = start + 1;
    while (
      /^(?:\.|::|->|\?\.)$/.test(textAt(end)) &&
      !joinsAt(end) &&
      plainAt(end + 1)?.kind === 'name'
    ) {
      // What a value is made into belongs to the value: `mon.to_string()`.
      const isCall = textAt(end + 2) === '(' && textAt(end + 3) === ')';
      if (isCall && textAt(end) !== '::' && CONVERSIONS.test(textAt(end + 1))) break;
      end += 2;
    }
    const called = textAt(end) === '!' && textAt(end + 1) === '(' ? end + 1 : end;
    const open = plainAt(called);
    if (open?.text === '(' && open.match > called) {
      return calledWith(index, start, called, open.match, depth);
    }
    const path = source.slice(tokenAt(start)?.start, tokenAt(end - 1)?.end);
    const values = valuesOfName(path, start, depth);
    const at = spanBetween(start, end);
    const use: Use = { at, source: source.slice(at.start, at.end), encodings: CODE };
    const alternatives = values?.map((text) => throughUse(text, use)) ?? [unknown(start, end)];
    return postfix({ alternatives, end, at: spanBetween(index, end) }, values !== undefined);
  }

  /**
   * `fmt.Sprintf("tcp:…:%d", port)`: the first argument that is an address is what comes out. Of what is known to put a
   * format together it is the format, whatever that is: `fmt.Sprintf("127.0.0.1:%d", port)`.
   */
  function calledWith(
    index: number,
    start: number,
    open: number,
    close: number,
    depth: number,
  ): Expression {
    const end = close + 1;
    const at = spanBetween(index, end);
    const given = argumentsIn(open, close, depth);
    const name = textAt(textAt(open - 1) === '!' ? open - 2 : open - 1);
    const isFormat = FORMATTERS.test(name) ? isKnownInPart : isTelling;
    const address = given.findIndex(({ alternatives }) => alternatives.some(isFormat));
    const found = given[address];
    if (found === undefined) return postfix(one(unknown(start, end), index, end), false);
    const filled = filledFrom(given.slice(address + 1), start, depth);
    const alternatives = found.alternatives.map((text) => withFormats(text, filled));
    return postfix({ alternatives, end, at }, true);
  }

  function argumentsIn(open: number, close: number, depth: number): readonly Expression[] {
    const given: Expression[] = [];
    for (let at = open + 1; at < close && given.length < MAX_ARGUMENTS; at++) {
      const argument = expression(at, depth + 1);
      given.push(argument);
      at = Math.max(argument.end, at);
      while (at < close && !(textAt(at) === ',' && tokenAt(at)?.parent === open)) {
        const bracket = plainAt(at);
        at = bracket && bracket.match > at ? bracket.match + 1 : at + 1;
      }
    }
    return given;
  }

  /** What is put into a format: `%s` and `{}` by their order, `{0}` and `%1` by their number, `{host}` by its name. */
  function filledFrom(given: readonly Expression[], index: number, depth: number) {
    return (format: string, number: number): MappedText | undefined => {
      const [, name, place] = /^\{(?:([A-Za-z_]\w*)|(\d+))/.exec(format) ?? [];
      const ordinal = /^%(\d)$/.exec(format)?.[1];
      const known = name
        ? valuesOfName(name, index, depth + 1)
        : given[ordinal ? Number(ordinal) - 1 : place ? Number(place) : number]?.alternatives;
      const [only] = known ?? [];
      // What is not known is known to be this argument, and no other one that is put in the same way.
      return known?.length === 1 ? only : undefined;
    };
  }

  /** `if c { "tcp:…" } else { "unix:…" }`, `if (c) "…" else "…"`, `if c then "…" else "…"`. */
  function condition(index: number, start: number, depth: number): Expression {
    const parent = tokenAt(start)?.parent;
    const arms: MappedText[] = [];
    let end = start + 1;
    if (textAt(start) !== 'if') {
      const block = blockBehind(start);
      const read = block === undefined ? [] : armsIn(block, depth);
      const close = block === undefined ? -1 : (plainAt(block)?.match ?? -1);
      if (read.length > 0) {
        const at = spanBetween(index, close + 1);
        return { alternatives: ofArms(read), end: close + 1, at };
      }
    }
    const test = plainAt(end);
    if (test?.text === '(' && test.match > end) {
      end = test.match + 1;
      // Without braces the first arm begins here.
      if (!/^(?:\{|then)$/.test(textAt(end))) {
        const arm = expression(end, depth + 1);
        arms.push(...arm.alternatives);
        end = arm.end;
      }
    }
    for (let steps = 0; steps < 200; steps++) {
      const token = tokenAt(end);
      if (token === undefined || token.parent !== parent || /^[,;)\]}]$/.test(textAt(end))) break;
      const opens = plainAt(end);
      const isArm = /^(?:then|else)$/.test(textAt(end)) || opens?.text === '{';
      if (isArm && !/^(?:\{|if)$/.test(textAt(end + 1))) {
        const arm = expression(end + 1, depth + 1);
        arms.push(...arm.alternatives);
        end = opens?.text === '{' && opens.match > end ? opens.match + 1 : arm.end;
        continue;
      }
      end = opens && opens.match > end ? opens.match : end + 1;
    }
    const alternatives = arms.length > 0 ? arms : [unknown(start, end)];
    return {
      alternatives: ofArms(alternatives),
      end,
      at: spanBetween(index, end),
    };
  }

  /** The brace behind what a `match` asks about. */
  function blockBehind(start: number): number | undefined {
    for (let at = start + 1; at < start + MAX_QUESTION; at++) {
      const bracket = plainAt(at);
      if (bracket?.text === '{') return at;
      if (bracket === undefined || bracket.text === ';') return undefined;
      if (bracket.match > at) at = bracket.match;
    }
    return undefined;
  }

  /** What stands behind the arrows of a block: `match k { A => "tcp:…", _ => "unix:…" }`, `when (k) { A -> "tcp:…" }`. */
  function armsIn(block: number, depth: number): readonly MappedText[] {
    const found: MappedText[] = [];
    const close = plainAt(block)?.match ?? -1;
    for (let at = block + 1; at < close && found.length <= MAX_ALTERNATIVES; at++) {
      const bracket = plainAt(at);
      if (bracket?.text !== '=>' && bracket?.text !== '->') {
        at = Math.max(bracket?.match ?? at, at);
        continue;
      }
      const isBlock = textAt(at + 1) === '{';
      found.push(...expression(at + (isBlock ? 2 : 1), depth + 1).alternatives);
      at = isBlock ? Math.max(plainAt(at + 1)?.match ?? at, at) : at;
    }
    return found;
  }

  /** Behind calls that leave a value what it is; anything else makes something unknown of it. */
  function postfix(value: Expression, isKnown: boolean): Expression {
    let { end } = value;
    let kept = isKnown;
    const from = end;
    for (let steps = 0; steps < 16; steps++) {
      const text = textAt(end);
      const next = plainAt(end + 1);
      if (joinsAt(end)) break;
      const entry = entryEnd(end);
      if (entry !== undefined) {
        kept = false;
        end = entry;
      } else if ((text === '.' || text === '?.' || text === '->') && next?.kind === 'name') {
        kept &&= CONVERSIONS.test(next.text);
        const open = plainAt(end + 2);
        end = open?.text === '(' && open.match > 0 ? open.match + 1 : end + 2;
      } else if (text === '[' && !tokenAt(end)?.isFirst && (plainAt(end)?.match ?? -1) > end) {
        if (language.neighbours === 'elements') break;
        kept = false;
        end = (plainAt(end)?.match ?? end) + 1;
      } else if (text === '!' && textAt(end + 1) !== '=') end++;
      else if (text === '?' && language.tries) end++;
      else if (text === 'as' && next?.kind === 'name') end += 2;
      else break;
    }
    if (end === from) return value;
    const start = value.at.start;
    const at = { start, end: Math.max(start, tokenAt(end - 1)?.end ?? start) };
    if (kept) return { ...value, end, at };
    return { alternatives: [unknownAt(at)], end, at };
  }

  /** Behind the bracket that leads into a value, as `{PORT}` and `->{PORT}` do in Perl; undefined where none does. */
  function entryEnd(at: number): number | undefined {
    if (!language.arrowsLead) return undefined;
    const open = plainAt(textAt(at) === '->' ? at + 1 : at);
    return open && /^[[{]$/.test(open.text) && open.match > at ? open.match + 1 : undefined;
  }

  /** A literal with the names in its holes replaced by what they have. */
  function withHoles(text: MappedText, index: number, depth: number): readonly MappedText[] {
    const isOpen = text.pieces.some(({ kind }) => kind === 'unknown');
    if (!isOpen || text.pieces.length > MAX_COST) return [text];
    const parts = text.pieces.map((piece) => holeValues(piece, index, depth));
    return combined([[mappedText([], text.place)], ...parts]) ?? [text];
  }

  function holeValues(piece: Piece, index: number, depth: number): readonly MappedText[] {
    const alone = [mappedText([piece])];
    if (piece.kind === 'known') return alone;
    const path = /^[$%!#]?[{(]?([A-Za-z_][\w.:]*)[)}%!]?$/.exec(piece.source)?.[1];
    const values = path === undefined ? undefined : valuesOfName(path, index, depth + 1);
    const { at, source: written, encodings } = piece;
    return values?.map((value) => throughUse(value, { at, source: written, encodings })) ?? alone;
  }

  function whole(index: number): Expression {
    const read = expression(index, 0);
    const next = tokenAt(read.end);
    const isEnd =
      next === undefined ||
      next.isFirst ||
      language.neighbours === 'elements' ||
      /^(?:[,;)\]}]|<<)$/.test(textAt(read.end)) ||
      (language.callsBare &&
        /^(?:if|unless|while|until|for|foreach|and|or)$/.test(textAt(read.end)));
    if (isEnd) return read;
    const rest = unknown(read.end, read.end + 1);
    return { ...read, alternatives: read.alternatives.map((text) => concat([text, rest])) };
  }

  return { whole };
}

/** What stands in code between two strings, or comes from there. */
function codeIn(piece: Piece, encodings: Encodings): Piece {
  const [use, ...others] = piece.through;
  return use ? { ...piece, through: [{ ...use, encodings }, ...others] } : { ...piece, encodings };
}

/** How many values something may have. */
const MAX_ALTERNATIVES = 8;
/** How many names may lead to it. */
const MAX_DEPTH = 4;
/** How many strings it may be made of. */
const MAX_PARTS = 64;
/** How much one value may be in all of its ways, and all that names bring in: names made of each other multiply. */
const MAX_COST = 2_000;
const MAX_TOTAL_COST = 50_000;
/** How many tokens the arms of a condition have. */
const MAX_ARMS = 2_000;
/** How many brackets around a name are looked for what it is there. */
const MAX_BLOCKS = 32;

/** An expression: all that it may be, and the token behind it. */
interface Expression {
  readonly alternatives: readonly MappedText[];
  readonly end: number;
  readonly at: Span;
}

/** What a name has where a token stands, that so many names have led to; undefined where nothing says so. */
type ValuesOfName = (
  path: string,
  index: number,
  depth: number,
) => readonly MappedText[] | undefined;

function costOfAll(texts: readonly MappedText[]): number {
  return texts.reduce((sum, text) => sum + costOf(text), 0);
}

/** All ways to put one of each behind the other, up to a number of them; undefined where that is too much. */
function combined(parts: readonly (readonly MappedText[])[]): readonly MappedText[] | undefined {
  if (parts.length > MAX_COST) return undefined;
  let ways: readonly (readonly MappedText[])[] = [[]];
  for (const options of parts) {
    ways = ways
      .flatMap((texts) => options.map((text) => [...texts, text]))
      .slice(0, MAX_ALTERNATIVES);
  }
  const cost = ways.reduce((sum, texts) => sum + costOfAll(texts), 0);
  return parts.length > 1 && cost > MAX_COST ? undefined : ways.map(concat);
}

/** For one file, whose expressions `expression` reads; what a name was given is read once. */
function namesIn(
  program: Program,
  expression: (index: number, depth: number) => Expression,
): ValuesOfName {
  const { textAt, plainAt, tokenAt } = program;
  /** What definitions give, by their tokens and how many names lead to them. */
  const defined = new Map<string, readonly MappedText[]>();
  let left = MAX_TOTAL_COST;

  function valuesOfName(
    path: string,
    index: number,
    depth: number,
  ): readonly MappedText[] | undefined {
    if (depth >= MAX_DEPTH) return undefined;
    const bare = path.replace(/^(?:this|self|Self|local|var)(?:\.|::|->)/, '');
    // A variable of the environment is another one than that of the same name.
    const name = /(?:\benv:)?(?<![\w$-])[\w$-]+$/i.exec(bare)?.[0];
    if (name === undefined) return undefined;
    // `Config.MONITOR` is a constant if it is written like one.
    if (bare !== name && !/^\$?\{?(?:\w+[.:])?[\w-]+\}?$/.test(bare)) {
      if (!/^[A-Z][A-Z\d_]*$/.test(name)) return undefined;
    }
    const near = visible(name, index);
    // What one function gives a field, others find there; an address is in none that is called the same by chance.
    const isField = near.length === 0 && /(?:\.|->)[\w$]+$/.test(path);
    const known = isField ? program.definitionsOf(name).filter(isOfField) : near;
    if (known.length === 0 || known.length > MAX_ALTERNATIVES * 4) return undefined;
    const values: MappedText[] = [];
    const base = withoutFirst(known.filter(({ adds }) => !adds));
    for (const definition of base) {
      const grown = grownFrom(definition, known, depth);
      if (grown === undefined) return undefined;
      values.push(...grown);
    }
    if (values.length === 0 || values.length > MAX_ALTERNATIVES) return undefined;
    if (isField && !values.every(isTelling)) return undefined;
    left -= costOfAll(values);
    return left < 0 ? undefined : values;
  }

  /** Without an empty string that a name begins with, where an `else` sees to it that it gets another one in any case. */
  function withoutFirst(definitions: readonly Definition[]): readonly Definition[] {
    const [first, second, ...others] = definitions;
    const last = others.at(-1);
    const empty = first && tokenAt(first.value);
    if (!second || !last || empty?.kind !== 'literal' || empty.inner.end > empty.inner.start)
      return definitions;
    for (let at = second.index; at < Math.min(last.index, second.index + MAX_ARMS); at++) {
      if (textAt(at) === 'else' && textAt(at + 1) !== 'if') return [second, ...others];
    }
    return definitions;
  }

  function isOfField({ index }: Definition): boolean {
    return /^(?:\.|->)$/.test(textAt(index - 1));
  }

  /** The definitions of a name that count at a token: those of its function, or else of the nearest around it. */
  function visible(name: string, index: number): readonly Definition[] {
    const all = program.definitionsOf(name);
    if (all.length === 0) return all;
    let block = blockOf(index);
    for (let steps = 0; block !== -1 && steps < MAX_BLOCKS; steps++, block = blockOf(block)) {
      const close = plainAt(block)?.match ?? -1;
      const isDeclared = all.some((one) => {
        return !one.adds && one.index < index && blockOf(one.index) === block;
      });
      // What a block gives a name counts in it, with all that its own blocks give it.
      if (isDeclared) return all.filter((one) => one.index > block && one.index < close);
    }
    for (let scope = program.scopeOf(index); ; scope = program.scopeOf(scope)) {
      const here = all.filter((one) => one.scope === scope && one.index !== index);
      if (here.length > 0) return here;
      if (scope === -1) break;
    }
    // What is a constant is one for the whole file.
    return /^[A-Z][A-Z\d_]*$/.test(name) ? all.filter((one) => one.index !== index) : [];
  }

  /** The block that a token stands in, whatever other brackets are between; -1 for none. */
  function blockOf(index: number): number {
    let at = tokenAt(index)?.parent ?? -1;
    let steps = 0;
    while (at !== -1 && !program.isBlock(at) && steps++ < MAX_BLOCKS)
      at = tokenAt(at)?.parent ?? -1;
    return steps > MAX_BLOCKS ? -1 : at;
  }

  /** What a definition gives, with all that is added behind it and in front of the next one. */
  function grownFrom(
    definition: Definition,
    known: readonly Definition[],
    depth: number,
  ): readonly MappedText[] | undefined {
    const parts = [definedBy(definition, depth)];
    const at = known.indexOf(definition);
    for (const next of known.slice(at + 1, at + MAX_PARTS)) {
      if (!next.adds) break;
      parts.push(definedBy(next, depth));
    }
    return combined(parts);
  }

  function definedBy(definition: Definition, depth: number): readonly MappedText[] {
    const key = `${definition.index} ${depth}`;
    const known = defined.get(key) ?? readDefinition(definition, depth);
    defined.set(key, known);
    return known;
  }

  function readDefinition(definition: Definition, depth: number): readonly MappedText[] {
    const value = expression(definition.value, depth + 1);
    const name = tokenAt(definition.index);
    const at = name ? cover(name, value.at) : value.at;
    // `set "NAME=value"` is one literal.
    const isWord = definition.value === definition.index;
    return value.alternatives.map((whole) => {
      const text = isTelling(whole) ? withFormats(whole) : whole;
      const own = isWord ? slice(text, text.decoded.indexOf('=') + 1) : text;
      return withMarks(own, (piece) => ({
        ...piece,
        definition: piece.definition ?? at,
        through: piece.through.map((use) => (use.definition ? use : { ...use, definition: at })),
      }));
    });
  }

  return valuesOfName;
}
