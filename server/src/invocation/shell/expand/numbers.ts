/** What arithmetic asks for and changes: the variables of the script (bash manual 6.5). */
import { UNKNOWN_ENCODING } from '../../../text/encoding.ts';
import { knownText, mappedText, type Piece } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import { type AbstractValue, only, relevant, UNKNOWN_VALUES } from '../domain/values.ts';
import type { View } from '../view.ts';
import type { Numbers } from './arithmetic.ts';
import { elementOf, FIRST } from './elements.ts';
import { textOf } from './expand.ts';
import { setTarget, targetIn } from './targets.ts';
import { zshMode } from './zsh.ts';

/** The numbers of an expression, as the state has them. */
export function numbersIn(view: View, at: Span): Numbers {
  const { state, placement } = view.context;
  const textOfValues = (values: AbstractValue): string | undefined => {
    const held = view.runner.every ? values : relevant(values);
    const [first, ...others] = held.filter(({ fallbackOnly }) => !fallbackOnly);
    if (first === undefined || others.length > 0) return undefined;
    const { value } = first;
    if (value.kind === 'scalar') return knownText(value.text);
    return value.kind === 'unset' && value.surely ? '' : undefined;
  };
  return {
    zsh: zshMode(view.context) !== undefined,
    text: (word) => {
      return knownText(textOf(word, view));
    },
    place: (text) => targetIn(text, at, view),
    held: ({ name, subscript }) => {
      const values = state.get(name);
      const key = subscript ?? FIRST;
      return textOfValues(
        values.map(({ value, path }) => ({ value: elementOf(value, key), path })),
      );
    },
    assign: ({ name, subscript }, value) => {
      if (value === undefined) {
        state.set(name, UNKNOWN_VALUES);
        return;
      }
      const piece: Piece = {
        kind: 'known',
        text: String(value),
        at: placement.span(at),
        verbatim: false,
        encodings: UNKNOWN_ENCODING,
        through: [],
      };
      setTarget({ name, subscript }, only({ kind: 'scalar', text: mappedText([piece]) }), view);
    },
  };
}
