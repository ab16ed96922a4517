/** Values passed to unknown code: helpers, importers, callers. */
import type { Body, Expression } from '../../syntax/python/tree.ts';
import { partsOf, visitExpressions } from '../../syntax/python/walk.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Word } from '../invocation.ts';
import { isAddress } from '../lists/addresses.ts';
import { isMonitorOption } from '../shell/launch/monitor-options.ts';
import { conditionalBranch, type Run } from './run.ts';
import { asTemplate, asText, divided } from './texts.ts';
import { type Item, optionsOf, type Value } from './values.ts';
import { itemsThrough, linesOf, wordsAt } from './words.ts';

const TELLING = /-(?:mon(?:itor)?|qmp(?:-pretty)?|chardev)\b/;

/** Records a value that unknown code receives. */
export function hand(run: Run, value: Value, at: Span, depth = 0): void {
  for (const own of optionsOf(value)) {
    switch (own.kind) {
      case 'text':
        if (own.key && isMonitorOption(own.key.decoded) && isAddress(own.text)) {
          if (isNew(run, own.text)) note(run, wordsAt([own.key, own.text], at), undefined);
        } else if (TELLING.test(own.text.decoded) && isNew(run, own.text)) {
          const text = asTemplate(own.text);
          note(run, wordsAt(divided(text), at), text);
        }
        break;
      case 'list':
        handItems(run, itemsThrough(run, own) ?? [], depth);
        break;
      case 'dictionary':
      case 'object': {
        const cell = run.state.cells.get(own.id);
        if (depth > 1 || cell === undefined || cell.kind === 'list') break;
        for (const inner of cell.entries.values()) hand(run, inner, at, depth + 1);
        break;
      }
      default:
    }
  }
}

function isNew({ handedTexts, usesHanded }: Run, text: MappedText): boolean {
  return (usesHanded ? handedTexts.used : handedTexts.unused).isNew(text);
}

/** Records shared lists and objects as they are. */
export function handBorrowed(run: Run): void {
  for (const own of run.frame.borrowed) hand(run, own, { start: 0, end: 0 });
}

/** Records items as part of a command line, nested ones included. */
export function handItems(run: Run, items: readonly Item[], depth = 0): void {
  let tells = false;
  for (const { value, at } of items) {
    for (const own of optionsOf(value)) {
      if (/^(?:list|dictionary)$/.test(own.kind) && depth <= 1) hand(run, own, at, depth + 1);
      const text = asText(own)?.decoded ?? '';
      if (!TELLING.test(text)) continue;
      if (/\s/.test(text)) hand(run, own, at);
      else tells = true;
    }
  }
  if (!tells) return;
  for (const line of linesOf(run, items)) note(run, line, undefined);
}

function note(run: Run, words: readonly Word[], text: MappedText | undefined): void {
  const branch = conditionalBranch(run);
  const { usesHanded: isUsed } = run;
  run.handed.push({ words, text, isUsed, branch });
}

/** Finds words that a test compares with. */
export function expectationsIn(body: Body): (words: readonly Word[]) => boolean {
  const pairs = new Set<string>();
  visitExpressions(body, (expression) => {
    if (!isComparison(expression)) return;
    for (const part of partsOf(expression)) {
      if (part.kind !== 'list' && part.kind !== 'tuple') continue;
      for (const [index, option] of part.elements.entries()) {
        pairs.add(`${plainText(option)} ${plainText(part.elements[index + 1])}`);
      }
    }
  });
  return (words) =>
    words.some(({ value: { decoded } }, index) => {
      return isMonitorOption(decoded) && pairs.has(`${decoded} ${words[index + 1]?.value.decoded}`);
    });
}

/** `x == […]`, `assertEqual(x, […])` */
function isComparison(expression: Expression): boolean {
  if (expression.kind === 'test') return expression.operator === '==';
  if (expression.kind !== 'call' || expression.callee.kind !== 'attribute') return false;
  return /^assert\w*Equals?$/.test(expression.callee.name);
}

function plainText(expression: Expression | undefined): string | undefined {
  const part = expression?.kind === 'text' ? expression.parts[0] : undefined;
  return part?.kind === 'text' ? part.text.decoded : undefined;
}
