/** What a Makefile's text may become, by the texts that it reads, without expansion. */

import { NONE } from '../../text/lookup.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Evaluation } from './evaluate.ts';

/** What a text itself holds, as bits, without its references. */
type Kinds = (text: MappedText) => number;

interface Written {
  readonly kinds: number;
  readonly reads: ReadonlySet<string>;
}

/** Owns what each name's texts, and those that they read, hold. */
export class Reach {
  readonly #written = new Map<string, Written>();
  readonly #kinds = new Map<string, number>();
  readonly #kindsOf: Kinds;
  readonly #evaluation: Evaluation;

  constructor(evaluation: Evaluation, kindsOf: Kinds) {
    this.#evaluation = evaluation;
    this.#kindsOf = kindsOf;
  }

  /** The names that were reached. */
  names(): ReadonlySet<string> {
    return new Set(this.#written.keys());
  }

  /** What a text and all that it reads hold. */
  kindsIn(text: MappedText): number {
    let kinds = this.#kindsOf(text);
    for (const name of this.#readBy(text)) kinds |= this.kindsOfName(name);
    return kinds;
  }

  kindsOfName(name: string): number {
    const known = this.#kinds.get(name);
    if (known !== undefined) return known;
    let kinds = 0;
    // Variables may read each other: `A := $(B)`, `B := $(A) -S`.
    const reached = new Set([name]);
    for (const one of reached) {
      const whole = this.#kinds.get(one);
      const written = whole === undefined ? this.#writtenIn(one) : undefined;
      kinds |= whole ?? written?.kinds ?? 0;
      for (const read of written?.reads ?? NONE) reached.add(read);
    }
    this.#kinds.set(name, kinds);
    return kinds;
  }

  #writtenIn(name: string): Written {
    const known = this.#written.get(name);
    if (known) return known;
    const texts = this.#evaluation.variables.values.texts.get(name) ?? NONE;
    const kinds = texts.reduce((all, text) => all | this.#kindsOf(text), 0);
    const written = { kinds, reads: new Set(texts.flatMap((text) => [...this.#readBy(text)])) };
    this.#written.set(name, written);
    return written;
  }

  *#readBy(text: MappedText): Iterable<string> {
    for (const { name, isStart } of namesIn(text)) {
      if (isStart) yield* this.#meantBy(name);
      else yield name;
    }
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
