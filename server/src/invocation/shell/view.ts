/** How the words of a script are looked at: in which state, by whom, and as a part of which definition. */
import { SHELL } from '../../syntax/shell/encodings.ts';
import type {
  OpaquePart,
  ParameterPart,
  ShellWord,
  SubstitutionPart,
} from '../../syntax/shell/tree.ts';
import { type MappedText, mappedText, type Piece, type Use } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Context } from './context.ts';
import type { Budget } from './domain/limits.ts';
import type { AbstractValue } from './domain/values.ts';
import type { Numbers } from './expand/arithmetic.ts';
import type { Recorder } from './reuse/recorder.ts';

/** What expansion needs from whoever runs the script. */
export interface Runner {
  readonly budget: Budget;
  /** Whether every combination of values is wanted, also what is usually taken to be of no interest. */
  readonly every: boolean;
  /** Takes note of what the words of a script depend on besides its variables. */
  readonly recorder: Pick<Recorder, 'asksForDocument' | 'comesFromOutside' | 'spoil'>;
  /** The values of `$x`, `${x:-d}` and their like, as an expansion sees them. */
  readonly parameterValues: (part: ParameterPart, view: View) => AbstractValue;
  /** What arithmetic at a place asks for and changes. */
  readonly numbersIn: (view: View, at: Span) => Numbers;
  /** What the commands of a substitution print, without the line endings at its end. */
  readonly capture: (part: SubstitutionPart, context: Context) => AbstractValue;
  /** Runs commands whose output nobody reads here. */
  readonly runAside: (part: OpaquePart, context: Context) => void;
}

/** How an expansion is looked at. */
export interface View {
  readonly runner: Runner;
  readonly context: Context;
  /** The assignment or element that the words are written in. */
  readonly definition: Span | undefined;
  /** The variable whose new value the words are: in `x="$x more"` the old value stays where it is. */
  readonly assigning: string | undefined;
  /** Whether each word is a definition of its own, as the elements of an array are. */
  readonly each?: boolean;
}

/** A view of words that are used where they stand. */
export function viewOf(runner: Runner, context: Context): View {
  return { runner, context, definition: undefined, assigning: undefined };
}

/** An expansion as it is written, with the item of braces that it is in, where it is in one. */
type WrittenPart = Pick<ParameterPart, 'at' | 'source' | 'context' | 'definition'>;

/** Literal text of the script as it is written in the file. What is in an item of braces belongs to that. */
export function written(text: MappedText, { context, definition }: View): MappedText {
  return context.placement.text(text, definition);
}

/**
 * The same of a whole word of plain characters, which becomes one word whatever is around it; undefined for any other,
 * and in a script that was read from a decoded text.
 */
export function plainWord(
  word: Pick<ShellWord, 'at' | 'textAt'>,
  { placement }: Context,
  definition: Span | undefined,
): MappedText | undefined {
  if (word.textAt === undefined || placement.host) return undefined;
  const at = placement.span(word.at);
  return word.textAt(at, definition === word.at ? at : definition && placement.span(definition));
}

/** The pieces of an expansion whose value is not known. */
export function unknownPieces(
  part: WrittenPart,
  view: Pick<View, 'context' | 'definition'>,
  path?: string,
): readonly Piece[] {
  const { at, source, context, definition = view.definition } = part;
  const { placement } = view.context;
  const piece: Piece = {
    kind: 'unknown',
    at,
    source,
    encodings: SHELL[context],
    through: [],
    definition,
    path,
  };
  return placement.text(mappedText([piece])).pieces;
}

/** An expansion as a place of use, with those that brought it there. */
export function usesOf(part: WrittenPart, view: View): readonly Use[] {
  return view.context.placement.uses(useOf(part, view));
}

/** An expansion as a place of use of its own script. */
export function useOf({ at, source, context, definition }: WrittenPart, view: View): Use {
  return { at, source, encodings: SHELL[context], definition: definition ?? view.definition };
}
