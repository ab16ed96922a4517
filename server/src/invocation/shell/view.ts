import { SHELL } from '../../syntax/shell/encodings.ts';
import type {
  OpaquePart,
  ParameterPart,
  ShellWord,
  SubstitutionPart,
} from '../../syntax/shell/tree.ts';
import { type MappedText, type Piece, type Use, unknownText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Budget } from '../domain/limits.ts';
import type { AbstractValue } from '../domain/values.ts';
import type { Context } from './context.ts';
import type { Numbers } from './expand/arithmetic.ts';

/** What expansion needs of the interpreter. */
export interface Runner {
  readonly budget: Budget;
  readonly every: boolean;
  /** `$x`, `${x:-d}` */
  readonly parameterValues: (part: ParameterPart, view: View) => AbstractValue;
  readonly numbersIn: (view: View, at: Span) => Numbers;
  /** Without line ends at the end. */
  readonly capture: (part: SubstitutionPart, context: Context) => AbstractValue;
  readonly runAside: (part: OpaquePart, context: Context) => void;
}

/** What surrounds an expansion. */
export interface View {
  readonly runner: Runner;
  readonly context: Context;
  /** The expanded assignment or element. */
  readonly definition: Span | undefined;
  /** The assigned variable, whose own values are not attributed to this use: `x="$x more"`. */
  readonly assigning: string | undefined;
  /** Whether each word is a definition: an array. */
  readonly each?: boolean;
}

/** Makes a view for words used in place. */
export function viewOf(runner: Runner, context: Context): View {
  return { runner, context, definition: undefined, assigning: undefined };
}

type WrittenPart = Pick<ParameterPart, 'at' | 'source' | 'context' | 'definition'>;

/** Literal text with its place in the file. */
export function written(text: MappedText, { context, definition }: View): MappedText {
  return context.placement.text(text, definition);
}

/** A plain word; undefined in decoded scripts. */
export function plainWord(
  word: Pick<ShellWord, 'at' | 'textAt'>,
  { placement }: Context,
  definition: Span | undefined,
): MappedText | undefined {
  if (word.textAt === undefined || placement.host) return undefined;
  const at = placement.span(word.at);
  return word.textAt(at, definition === word.at ? at : definition && placement.span(definition));
}

/** Pieces for an expansion of unknown value. */
export function unknownPieces(
  part: WrittenPart,
  view: Pick<View, 'context' | 'definition'>,
  path?: string,
): readonly Piece[] {
  const { at, source, context, definition = view.definition } = part;
  const { placement } = view.context;
  const text = unknownText(source, { at, encodings: SHELL[context], definition, path });
  return placement.text(text).pieces;
}

/** Uses in the file, nearest first. */
export function usesOf(part: WrittenPart, view: View): readonly Use[] {
  return view.context.placement.uses(useOf(part, view));
}

/** An expansion's use in its own script. */
export function useOf({ at, source, context, definition }: WrittenPart, view: View): Use {
  return { at, source, encodings: SHELL[context], definition: definition ?? view.definition };
}
