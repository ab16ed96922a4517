/** Edits command words in Python: elements of lists, arguments, words of split texts. */
import type { Word } from '../../invocation/invocation.ts';
import type { NewOption } from '../../qemu/change/change.ts';
import {
  type Literal,
  literalEncodings,
  literalOf,
  opening,
  PYTHON,
  PYTHON_NOTATION,
} from '../../syntax/python/encodings.ts';
import { readPython } from '../../syntax/python/reader.ts';
import type { Expression } from '../../syntax/python/tree.ts';
import { visitExpressions } from '../../syntax/python/walk.ts';
import { plain, spell, type Template } from '../../syntax/spell.ts';
import type { Edit } from '../../text/edit.ts';
import { anchorOf } from '../../text/edit-anchor.ts';
import { type Encodings, innermost } from '../../text/encoding.ts';
import { readOnce } from '../../text/lookup.ts';
import { contains, type Span, sameSpan, spanKey } from '../../text/span.ts';
import { editInFront } from '../placeholders.ts';
import { SHELL_EDIT } from '../shell/index.ts';
import type { EditPlace, EditSupport, RemovedOption, Separators, WordPlace } from '../support.ts';

export const PYTHON_EDIT: EditSupport = { addWords, addOptions, splitWord, removeWords };

/** Reads a Python file. */
export const readDocument = readOnce(readPython);

const CALLS_OF_WORDS = /^(?:create_subprocess_exec|execlp?e?|spawnlp?e?)$/;

type Container =
  | { readonly kind: 'elements'; readonly elements: readonly Span[]; readonly index: number }
  | { readonly kind: 'divided'; readonly encodings: Encodings }
  | { readonly kind: 'shell' };

function containerOf({ trees }: EditPlace, word: Word): Container | undefined {
  const { pieces, decoded } = word.value;
  const [first] = pieces;
  const encodings = first?.encodings;
  if (first === undefined || encodings === undefined || first.through.some(isElsewhere(word))) {
    return undefined;
  }
  // A loop may compose several options at one place: `"-" + key`.
  const isInside = ({ at }: { readonly at: Span }) => contains(word.at, at);
  if (decoded.startsWith('-') && pieces.some(({ through }) => through.some(isInside))) {
    return undefined;
  }
  if (isQuotedLater(encodings)) return undefined;
  const notation = dividedBy(encodings);
  const isInPlace = pieces.every((piece) => contains(word.at, (piece.through[0] ?? piece).at));
  if (notation !== PYTHON_NOTATION && !isInPlace) return undefined;
  if (notation === 'shell') return { kind: 'shell' };
  if (notation !== PYTHON_NOTATION) return { kind: 'divided', encodings };
  return elementsIn(trees.document).get(spanKey(word.at));
}

/** Whether `shlex.quote` gets the text, and would quote additions too. */
function isQuotedLater({ layers }: Encodings): boolean {
  return layers.includes(innermost(PYTHON.unquoted));
}

/** Whether an unknown receiver gets the text in quotes, where nothing can be added. */
function isQuotedForOthers({ layers }: Encodings): boolean {
  return layers.includes(innermost(PYTHON.handed)) && layers.at(-1)?.id !== 'bare';
}

/** The notation that splits a text, else Python's; formatting does not split. */
function dividedBy({ layers }: Encodings): string | undefined {
  return layers.findLast(({ notation }) => notation !== 'percent' && notation !== 'format')
    ?.notation;
}

const elementsIn = readOnce((text): ReadonlyMap<string, Container> => {
  const found = new Map<string, Container>();
  visitExpressions(readDocument(text).body, (expression) => {
    const elements = elementsOf(expression);
    for (const [index, at] of elements.entries()) {
      found.set(spanKey(at), { kind: 'elements', elements, index });
    }
  });
  return found;
});

function isElsewhere({ at }: Word): (use: { readonly at: Span }) => boolean {
  return (use) => sameSpan(at, use.at);
}

function elementsOf(expression: Expression): readonly Span[] {
  if (expression.kind === 'list' || expression.kind === 'tuple') {
    return expression.elements.map(({ at }) => at);
  }
  if (expression.kind !== 'call') return [];
  const { callee, args } = expression;
  const name = callee.kind === 'name' || callee.kind === 'attribute' ? callee.name : '';
  return CALLS_OF_WORDS.test(name) ? args.map(({ at }) => at) : [];
}

function written(template: Template, beside: Word): string | undefined {
  const [first] = beside.value.pieces;
  const known = first && literalOf(first.encodings);
  const isFormat = template.some((part) => part.kind === 'source' && part.source.startsWith('{'));
  const literal: Literal = {
    quote: known?.quote.startsWith("'") ? "'" : '"',
    isRaw: false,
    isFormat,
    isBytes: known?.isBytes ?? false,
    isAlone: true,
    hasOs: known?.hasOs ?? false,
  };
  const encodings = literalEncodings(literal);
  const spelled = spell(template, encodings, encodings);
  return spelled === undefined ? undefined : opening(literal) + spelled + literal.quote;
}

/** Writes a word as a literal of its own, or as part of a split text. */
function wordIn(
  container: Exclude<Container, { kind: 'shell' }>,
  template: Template,
  beside: Word,
): string | undefined {
  if (container.kind === 'elements') return written(template, beside);
  return spell(template, container.encodings, container.encodings);
}

function betweenWords({ kind }: Container): string {
  return kind === 'elements' ? ', ' : ' ';
}

function addWords(place: EditPlace, after: Word, words: readonly Template[]): Edit | undefined {
  const container = containerOf(place, after);
  if (container === undefined) return undefined;
  if (container.kind === 'shell') return SHELL_EDIT.addWords?.(place, after, words);
  const { end } = after.at;
  const spelled = words.map((word) => wordIn(container, word, after));
  if (spelled.includes(undefined)) return undefined;
  const between = betweenWords(container);
  return { at: { start: end, end }, text: spelled.map((word) => between + word).join('') };
}

function addOptions(
  place: EditPlace,
  before: readonly Word[],
  options: readonly NewOption[],
): Edit | undefined {
  const [word] = before;
  const container = word && containerOf(place, word);
  if (word === undefined || container === undefined) return undefined;
  if (container.kind === 'shell') return SHELL_EDIT.addOptions?.(place, before, options);
  return editInFront(word, options, (first, texts) => {
    const spelled = texts.map((text) => wordIn(container, plain(text), first));
    if (spelled.includes(undefined)) return undefined;
    const between = betweenWords(container);
    return spelled.map((text) => text + between).join('');
  });
}

/** The literal of a text that is a whole, unformatted element. */
function aloneAt(encodings: Encodings): Literal | undefined {
  const literal = literalOf(encodings);
  const isFilled = innermost(encodings).notation !== PYTHON_NOTATION;
  return literal?.isAlone && !isFilled ? literal : undefined;
}

function splitWord(source: string, word: Word, start: number, end: number): Edit | undefined {
  const anchor = anchorOf(word.value, start, end);
  if (anchor === undefined || anchor.from !== anchor.to || !contains(word.at, anchor.at))
    return undefined;
  const notation = dividedBy(anchor.from);
  const isWritable = spell(plain('none'), anchor.from, anchor.to) !== undefined;
  if (isQuotedLater(anchor.from) || isQuotedForOthers(anchor.from) || !isWritable) return undefined;
  if (notation === 'shell') return SHELL_EDIT.splitWord?.(source, word, start, end);
  if (notation !== PYTHON_NOTATION) return { at: anchor.at, text: ' ' };
  const literal = aloneAt(anchor.from);
  if (literal === undefined) return undefined;
  return { at: anchor.at, text: `${literal.quote}, ${opening(literal)}` };
}

function removeWords(
  place: EditPlace,
  options: readonly RemovedOption[],
  instead: readonly string[],
): readonly Edit[] | undefined {
  const words = options.flatMap((option) => option.words);
  if (words.some(isCounted)) return undefined;
  const containers = words.map((word) => containerOf(place, word));
  const [first] = containers;
  if (containers.includes(undefined)) return undefined;
  if (first?.kind === 'shell') return SHELL_EDIT.removeWords?.(place, options, instead);
  const edits: Edit[] = [];
  let replaces = instead.length > 0;
  for (const [index, word] of words.entries()) {
    const container = containers[index];
    if (container === undefined || container.kind === 'shell') return undefined;
    if (replaces) {
      const own = instead.map((one) => wordIn(container, plain(one), word));
      if (own.includes(undefined)) return undefined;
      edits.push({ at: word.at, text: own.join(betweenWords(container)) });
      replaces = false;
      continue;
    }
    const gone = goneWith(
      place.source,
      word,
      container,
      instead.length > 0 ? words.slice(1) : words,
    );
    if (gone === undefined) return undefined;
    edits.push({ at: gone, text: '' });
  }
  return edits;
}

/** Whether a word has positional placeholders, which removal would shift. */
function isCounted({ value: { pieces } }: Word): boolean {
  const [first, last] = [pieces[0], pieces.at(-1)];
  return first && last ? spell(plain(''), first.encodings, last.encodings) === undefined : false;
}

function goneWith(
  source: string,
  { at }: Word,
  container: Exclude<Container, { kind: 'shell' }>,
  all: readonly Word[],
): Span | undefined {
  if (container.kind === 'divided') {
    const gap =
      /(?<![ \t])[ \t]+$/.exec(source.slice(Math.max(0, at.start - 64), at.start))?.[0] ?? '';
    return gap === '' ? undefined : { start: at.start - gap.length, end: at.end };
  }
  const { elements, index } = container;
  const isGone = (span: Span) => all.some((word) => sameSpan(word.at, span));
  const next = elements[index + 1];
  const between = next && source.slice(at.end, next.start);
  // Or a comment would be lost.
  if (between?.includes('#')) return undefined;
  if (next) return { start: at.start, end: next.start };
  const kept = elements.slice(0, index).findLastIndex((span) => !isGone(span));
  const before = elements[kept];
  const previous = elements[index - 1];
  if (before === undefined || previous === undefined) {
    // An empty list may keep a trailing comma.
    const comma = /^\s*,/.exec(source.slice(at.end))?.[0] ?? '';
    return { start: at.start, end: at.end + (elements.length === 1 ? comma.length : 0) };
  }
  const isBeforeGone = isGone(previous);
  return isBeforeGone ? at : { start: previous.end, end: at.end };
}

/** The text between a completed word and the next: in a list, a literal's end and the start of another. */
export function pythonSeparators(place: WordPlace): Separators | undefined {
  const { source, at, from, to } = place;
  if (from !== to) return undefined;
  const notation = dividedBy(from);
  if (notation === 'shell') return undefined;
  if (notation !== PYTHON_NOTATION) return { value: ' ', option: ' ' };
  const literal = aloneAt(from);
  if (literal === undefined || literal.isFormat) return undefined;
  const begins = at.start - opening(literal).length;
  const before = source.slice(Math.max(0, begins - 200), begins);
  // `append` takes one argument.
  if (!/[[,]\s*$/.test(before)) return undefined;
  const between = `${literal.quote}, ${opening(literal)}`;
  return { value: between, option: between };
}
