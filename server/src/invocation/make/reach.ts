/** What a Makefile's text may become, by the texts that it reads, without expansion. */

import { NONE } from '../../text/lookup.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Evaluation } from './evaluate.ts';

/** What a text itself holds, as bits, without its references. */
type Kinds = (text: MappedText) => number;

/** Owns what each name's texts, and those that they read, hold. */
export class Reach {
  readonly names = new Map<string, number>();
  readonly #kindsOf: Kinds;
  readonly #evaluation: Evaluation;

  constructor(evaluation: Evaluation, kindsOf: Kinds) {
    this.#evaluation = evaluation;
    this.#kindsOf = kindsOf;
  }

  /** What a text and all that it reads hold. */
  kindsIn(text: MappedText): number {
    let kinds = this.#kindsOf(text);
    for (const { name, isStart } of namesIn(text)) {
      for (const one of isStart ? this.#meantBy(name) : [name]) kinds |= this.kindsOfName(one);
    }
    return kinds;
  }

  kindsOfName(name: string): number {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    // A variable cannot read itself.
    this.names.set(name, 0);
    let kinds = 0;
    const texts = this.#evaluation.variables.values.texts.get(name) ?? NONE;
    for (const text of texts) kinds |= this.kindsIn(text);
    this.names.set(name, kinds);
    return kinds;
  }

  /** The variables whose names begin so. */
  #meantBy(start: string): readonly string[] {
    const names = [...this.#evaluation.variables.values.texts.keys()];
    return names.filter((name) => name.startsWith(start));
  }
}

/** `NAME` of `$(NAME)` and `$(call NAME,…)`, `N` of `$N`; `START_` of `$(START_$(NAME))`. */
const READ = /\$(?:[({]\s*(?:(?:call|value)\s+)?([^\s$(){}:,=]*)(?=(\$?))|([^({]))/g;

/** Names that a text reads, or how they start, also of functions. */
function namesIn({ decoded }: MappedText) {
  // Fast path.
  if (!decoded.includes('$')) return NONE;
  return [...decoded.matchAll(READ)].map(([, name, dollar, short]) => {
    return { name: short ?? name ?? '', isStart: dollar === '$' };
  });
}
