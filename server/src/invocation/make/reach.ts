/** What a Makefile's text may become, by the texts that it reads, without expansion. */

import { addTo, once } from '../../text/lookup.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Evaluation } from './evaluate.ts';
import { valuesOf } from './variables.ts';

/** Whether a text itself is of a kind; its references are not looked at. */
type Kind = (text: MappedText) => boolean;

/** Owns the names that its texts read, and whether their texts are of a kind. */
export class Reach {
  readonly names = new Map<string, boolean>();
  readonly #isOfKind: Kind;
  readonly #evaluation: Evaluation;
  readonly #ofTargets: ReadonlyMap<string, readonly MappedText[]>;

  constructor(evaluation: Evaluation, isOfKind: Kind) {
    this.#evaluation = evaluation;
    this.#isOfKind = isOfKind;
    this.#ofTargets = textsOfTargets(evaluation);
  }

  /** Whether a text or one that it reads is of the kind. */
  has(text: MappedText): boolean {
    if (this.#isOfKind(text)) return true;
    return namesIn(text).some(({ name, isStart }) =>
      isStart ? this.#meantBy(name).some((one) => this.hasIn(one)) : this.hasIn(name),
    );
  }

  /** The same of the values of a variable. */
  hasIn(name: string): boolean {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    // A variable cannot read itself.
    this.names.set(name, false);
    const values = valuesOf(this.#evaluation.variables, name);
    const found =
      values.some(({ value }) => value.kind === 'scalar' && this.has(value.text)) ||
      (this.#ofTargets.get(name)?.some((text) => this.has(text)) ?? false);
    this.names.set(name, found);
    return found;
  }

  /** The variables whose names begin so. */
  #meantBy(start: string): readonly string[] {
    const all = [...this.#evaluation.variables.values.keys(), ...this.#ofTargets.keys()];
    return all.filter((name) => name.startsWith(start));
  }
}

const textsOfTargets = once(({ targetVariables }: Evaluation) => {
  const texts = new Map<string, MappedText[]>();
  for (const { assignment, value } of targetVariables) {
    const values = value?.flatMap((one) => (one.value.kind === 'scalar' ? one.value.text : []));
    for (const text of values ?? [assignment.value]) addTo(texts, assignment.name.decoded, text);
  }
  return texts;
});

/** `NAME` of `$(NAME)` and `$(call NAME,…)`, `N` of `$N`; `START_` and a dollar of `$(START_$(NAME))`. */
const READ = /\$(?:[({]\s*(?:(?:call|value)\s+)?([^\s$(){}:,=]*)(?=(\$?))|([^({]))/g;

/** Names that a text reads, or their beginnings; includes names of functions. */
const namesIn = once(({ decoded }: MappedText) => {
  return [...decoded.matchAll(READ)].map(([, name, dollar, short]) => {
    return { name: short ?? name ?? '', isStart: dollar === '$' };
  });
});
