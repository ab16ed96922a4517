/**
 * What an expression is, as far as its literals say: strings one behind the other, templates, the two arms of a
 * condition, and names that have such a value in the same function or file. All else is unknown, and stays in the text
 * as one unknown piece.
 */
import { decodeLiteral } from '../../syntax/literals/decode.ts';
import { CODE, summandPlace } from '../../syntax/literals/forms.ts';
import type { Token } from '../../syntax/literals/tree.ts';
import type { Encodings } from '../../text/encoding.ts';
import { LIMITS } from '../../text/limits.ts';
import {
  concat,
  type MappedText,
  mappedText,
  type Piece,
  throughUse,
  type Use,
  verbatim,
  withMarks,
} from '../../text/mapped-text.ts';
import { type Span, sameSpan } from '../../text/span.ts';
import { isTelling, unwritableHere, withFormats } from './addresses.ts';
import { combined, type Expression, namesIn } from './names.ts';
import type { Program } from './program.ts';

/** Reads expressions where they are asked for; what a name was given is read once. */
export interface Values {
  /** The expression that begins with a token, an element of a list: where more belongs to it than was read, the rest is unknown. */
  readonly whole: (index: number) => Expression;
}

/** Calls behind a value that leave it what it is. */
const CONVERSIONS =
  /^(?:to_string|to_owned|into|as_str|as_ref|clone|c_str|toString|str|data|encode|getBytes|trim|strip|as_bytes|unwrap|String|toStdString|format|formatted|arg|intern|split|Split|stripIndent|freeze)$/;

/** Functions that put the arguments behind a format into it and return what comes out. */
const FORMATTERS = /^(?:Sprintf|sprintf|format|Format|vformat|allocPrint|allocPrintZ)$/;

/** Between a value and what counts without it. */
const DEFAULTS = new Set(['??', '||', '?:', 'orelse', '//']);
/** Calls with a name and the value that it has otherwise: `ENV.fetch('HOST', '127.0.0.1')`. */
const DEFAULTING = /^(?:fetch|get|getOrDefault|getOrElse|getProperty|String)$|env/i;
/** The same behind what may be missing: `env::var("HOST").unwrap_or("127.0.0.1".into())`. */
const OTHERWISE = /^(?:unwrap_or|getOrElse|orElse|valueOr|value_or)$/;

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
  return (known.length > 0 ? known : arms).slice(0, LIMITS.listValues);
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
    if (DEFAULTS.has(operator)) {
      return either(index, left, expression(left.end + 1, depth + 1));
    }
    return left;
  }

  /** The question mark behind what is asked: `n > 9 ? … : …`. */
  function questionFrom(from: number): number | undefined {
    if (!language.asks) return undefined;
    for (let at = from; at < from + LIMITS.listCondition; ) {
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
    while (all.length <= LIMITS.listStrings) {
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
    if (token === undefined || depth > LIMITS.names)
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
    const otherwise = given[1]?.alternatives ?? [];
    if (found === undefined && DEFAULTING.test(name) && otherwise.some(isKnownInPart)) {
      return postfix({ alternatives: otherwise, end, at }, true);
    }
    if (found === undefined) return postfix(one(unknown(start, end), index, end), false);
    const filled = filledFrom(given.slice(address + 1), start, depth);
    const alternatives = found.alternatives.map((text) => withFormats(text, filled));
    return postfix({ alternatives, end, at }, true);
  }

  function argumentsIn(open: number, close: number, depth: number): readonly Expression[] {
    const given: Expression[] = [];
    for (let at = open + 1; at < close && given.length < LIMITS.arguments; at++) {
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
    for (let at = start + 1; at < start + LIMITS.listCondition; at++) {
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
    for (let at = block + 1; at < close && found.length <= LIMITS.listValues; at++) {
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
      } else if (text === '.' && OTHERWISE.test(next?.text ?? '') && textAt(end + 2) === '(') {
        const otherwise = expression(end + 3, LIMITS.names).alternatives;
        end = (plainAt(end + 2)?.match ?? end + 2) + 1;
        const at = { start: value.at.start, end: tokenAt(end - 1)?.end ?? value.at.end };
        if (otherwise.some(isKnownInPart))
          return postfix({ alternatives: otherwise, end, at }, true);
        kept = false;
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
    if (!isOpen || text.pieces.length > LIMITS.pieces) return [text];
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
