/** Lists the word parts of a script. */
import { isShell } from './dialect.ts';
import { bodiesOf, wordsOf } from './inside.ts';
import { IN_FILE, type Placement, placementIn } from './placement.ts';
import type {
  Arithmetic,
  ShellNode,
  ShellPart,
  ShellScript,
  ShellTest,
  ShellWord,
  TextPart,
} from './tree.ts';

/** A part and its successor. */
export interface PartInWord {
  readonly part: ShellPart;
  readonly next: ShellPart | undefined;
  readonly use?: PartUse;
}

/**
 * `idle`: unused (`: "${ID:=m}"`, `[ -z "$ID" ]`). `printed`: by `echo` or `printf`. `script`: all that
 * `eval` or the shell of `echo … | sh` reads; `joined`: a part of that.
 */
export type PartUse = 'idle' | 'printed' | 'script' | 'joined';

/** Lists parts of commands, assignments, tests, here-documents and expansions, unordered. */
export function partsOfScript({ nodes }: ShellScript): readonly PartInWord[] {
  const parts: PartInWord[] = [];
  const pending: (readonly [Item, Placement])[] = nodes.map((node) => [{ node }, IN_FILE]);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [item, placement] = next;
    if (!('node' in item)) parts.push(placement === IN_FILE ? item : placed(item, placement));
    const within = 'part' in item && 'host' in item.part && item.part.host;
    const there = within ? placementIn(placement.text(within())) : placement;
    for (const inner of insideItem(item)) pending.push([inner, there]);
  }
  return parts;
}

/** Trees may be deep. */
type Item = { readonly node: ShellNode; readonly isReadByShell?: boolean } | PartInWord;

function insideItem(item: Item): readonly Item[] {
  if ('node' in item) return insideNode(item.node, item.isReadByShell);
  return item.part.kind === 'text' ? [] : insidePart(item.part);
}

function placed(item: PartInWord, placement: Placement): PartInWord {
  const place = (part: ShellPart): ShellPart => {
    if (part.kind === 'text') return { ...part, text: placement.text(part.text) };
    return { ...part, at: placement.span(part.at) };
  };
  return { ...item, part: place(item.part), next: item.next && place(item.next) };
}

const inOrder = (parts: readonly ShellPart[]): readonly Item[] =>
  parts.map((part, index) => ({ part, next: parts[index + 1] }));

const used = (items: readonly Item[], use: PartUse | undefined): readonly Item[] =>
  use ? items.map((item) => ('part' in item ? { ...item, use } : item)) : items;

const ofWords = (words: readonly (ShellWord | undefined)[]): readonly Item[] =>
  words.flatMap((word) => inOrder(word?.parts ?? []));

const ofNodes = (...lists: readonly (readonly ShellNode[])[]): readonly Item[] =>
  lists.flatMap((list) => list.map((node) => ({ node })));

function insideNode(node: ShellNode, isReadByShell = false): readonly Item[] {
  const bodies = ofNodes(...bodiesOf(node));
  switch (node.kind) {
    case 'command': {
      const use = useOf(node.words, isReadByShell);
      const own = new Set(use ? node.words : []);
      return wordsOf(node).flatMap((word) =>
        used(ofWords([word]), own.has(word) ? use : undefined),
      );
    }
    case 'pipeline':
      return node.nodes.map((inner, index) => {
        const next = node.nodes[index + 1];
        return isReader(next) ? { node: inner, isReadByShell: true } : { node: inner };
      });
    case 'loop':
      return [...ofWords(node.words), ...bodies, ...node.arithmetic.flatMap(insideArithmetic)];
    case 'expression':
      return [...insideTest(node.test), ...insideArithmetic(node.arithmetic)];
    default:
      return [...ofWords(wordsOf(node)), ...bodies];
  }
}

function useOf(
  [name, first, ...others]: readonly ShellWord[],
  isReadByShell: boolean,
): PartUse | undefined {
  const isOne = others.length === 0 && first?.parts.length === 1;
  switch (name && literalOf(name)) {
    case ':':
      return 'idle';
    case '[':
    case 'test':
      return EMPTINESS.has(first && literalOf(first)) && others.length <= 2 ? 'idle' : undefined;
    case 'echo':
    case 'printf': {
      if (!isReadByShell) return 'printed';
      // A printed backslash may change the next character.
      const isAsWritten = isOne && literalOf(first)?.includes('\\') === false;
      return isAsWritten ? 'script' : 'joined';
    }
    case 'eval':
      return isOne ? 'script' : 'joined';
    default:
      return undefined;
  }
}

function isReader(node: ShellNode | undefined): boolean {
  if (node?.kind !== 'command') return false;
  return node.words.some((word) => {
    const own = literalOf(word) ?? '';
    return own === 'ssh' || isShell(own);
  });
}

const EMPTINESS: ReadonlySet<string | undefined> = new Set(['-n', '-z']);

function literalOf(word: ShellWord): string | undefined {
  if (word.plain !== undefined) return word.plain;
  const [only, ...others] = word.parts;
  return only?.kind === 'text' && others.length === 0 ? only.text.decoded : undefined;
}

function insidePart(part: Exclude<ShellPart, TextPart>): readonly Item[] {
  switch (part.kind) {
    case 'parameter':
      return [...ofWords([part.index, part.operand]), ...insideChange(part)];
    case 'substitution':
    case 'opaque':
      return ofNodes(part.body);
    case 'arithmetic':
      return insideArithmetic(part.expression);
    case 'braces':
      return part.items?.().flatMap(inOrder) ?? [];
  }
}

function insideChange({
  change,
}: Extract<ShellPart, { readonly kind: 'parameter' }>): readonly Item[] {
  switch (change?.kind) {
    case 'remove':
    case 'case':
      return ofWords([change.pattern]);
    case 'replace':
      return ofWords([change.pattern, change.replacement]);
    case 'slice':
    case 'transform':
    case undefined:
      return [];
  }
}

function insideArithmetic(expression: Arithmetic | undefined): readonly Item[] {
  const items: Item[] = [];
  const pending = expression ? [expression] : [];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'word') items.push(...ofWords([next.word]));
    else if (next.kind === 'binary') pending.push(next.left, next.right);
    else if (next.kind === 'unary') pending.push(next.operand);
    else pending.push(next.test, next.yes, next.no);
  }
  return items;
}

function insideTest(test: ShellTest | undefined): readonly Item[] {
  const items: Item[] = [];
  const pending = test ? [test] : [];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'unary') {
      const operand = ofWords([next.operand]);
      items.push(...(EMPTINESS.has(next.operator) ? used(operand, 'idle') : operand));
    } else if (next.kind === 'binary') items.push(...ofWords([next.left, next.right]));
    else if (next.kind === 'not') pending.push(next.operand);
    else pending.push(...next.operands);
  }
  return items;
}
