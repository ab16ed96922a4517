/** Mutates documents and judges them, until a time or a number is over. */
import { corpus, type Seed } from './corpus.ts';
import { judge } from './laws.ts';
import { drawFrom, mutated } from './mutate.ts';
import { wrapped } from './wrap.ts';

export interface Trouble {
  readonly index: number;
  readonly document: Seed;
  readonly trouble: string;
}

interface Totals {
  readonly documents: number;
  readonly fixes: number;
  readonly troubles: readonly Trouble[];
}

interface MutationOptions {
  readonly seed: number;
  readonly first: number;
  /** Whether to go on with another document. */
  readonly goesOn: (documents: number, troubles: number) => boolean;
  readonly onTrouble: (trouble: Trouble) => void;
}

/** Document `index` of a seed is always the same. */
export function runMutations({ seed, first, goesOn, onTrouble }: MutationOptions): Totals {
  const seeds = corpus();
  const troubles: Trouble[] = [];
  let documents = 0;
  let fixes = 0;
  for (let index = first; goesOn(documents, troubles.length); index++) {
    const draw = drawFrom(Math.imul(seed, 0x9e3779b1) + index);
    const document = draw(2) === 0 ? wrapped(seeds, draw) : mutated(seeds, draw);
    const verdict = judge(document);
    documents++;
    fixes += verdict.fixes;
    if (verdict.trouble === undefined) continue;
    const trouble = { index, document, trouble: verdict.trouble };
    troubles.push(trouble);
    onTrouble(trouble);
  }
  return { documents, fixes, troubles };
}
