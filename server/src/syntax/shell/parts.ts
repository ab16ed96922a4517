/** Lists the word parts of a script. */
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

interface PartInWord {
  readonly part: ShellPart;
  /** Used for nothing, as in `: "${ID:=m}"`, or tested for emptiness: `[ -z "$ID" ]`. */
  readonly isIdle?: boolean;
}

/** All parts of commands, assignments, tests, here-documents and expansions, unordered. */
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

/** A stack, since trees may be deep. */
type Item = { readonly node: ShellNode } | PartInWord;

function insideItem(item: Item): readonly Item[] {
  if ('node' in item) return insideNode(item.node);
  return item.part.kind === 'text' ? [] : insidePart(item.part);
}

function placed(item: PartInWord, placement: Placement): PartInWord {
  const place = (part: ShellPart): ShellPart => {
    if (part.kind === 'text') return { ...part, text: placement.text(part.text) };
    return { ...part, at: placement.span(part.at) };
  };
  return { ...item, part: place(item.part) };
}

const ofWords = (
  words: readonly (ShellWord | undefined)[],
  isIdle = false,
): readonly PartInWord[] =>
  words.flatMap((word) => word?.parts.map((part) => ({ part, isIdle })) ?? []);

const ofNodes = (...lists: readonly (readonly ShellNode[])[]): readonly Item[] =>
  lists.flatMap((list) => list.map((node) => ({ node })));

function insideNode(node: ShellNode): readonly Item[] {
  const bodies = ofNodes(...bodiesOf(node));
  switch (node.kind) {
    case 'command': {
      const own = new Set(isIdle(node.words) ? node.words : []);
      return wordsOf(node).flatMap((word) => ofWords([word], own.has(word)));
    }
    case 'loop':
      return [...ofWords(node.words), ...bodies, ...node.arithmetic.flatMap(insideArithmetic)];
    case 'expression':
      return [...insideTest(node.test), ...insideArithmetic(node.arithmetic)];
    default:
      return [...ofWords(wordsOf(node)), ...bodies];
  }
}

/** Whether a command does nothing with its words, or tests one for emptiness. */
function isIdle([name, first, ...others]: readonly ShellWord[]): boolean {
  switch (name && literalOf(name)) {
    case ':':
      return true;
    case '[':
    case 'test':
      return EMPTINESS.has(first && literalOf(first)) && others.length <= 2;
    default:
      return false;
  }
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
      return part.items?.().flatMap((parts) => parts.map((one) => ({ part: one }))) ?? [];
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
      items.push(...ofWords([next.operand], EMPTINESS.has(next.operator)));
    } else if (next.kind === 'binary') items.push(...ofWords([next.left, next.right]));
    else if (next.kind === 'not') pending.push(next.operand);
    else pending.push(...next.operands);
  }
  return items;
}
