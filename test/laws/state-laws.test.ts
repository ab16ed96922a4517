/**
 * The state of a shell is a lattice, and what branches leave is joined in it: `docs/shell-model.md` says what that
 * means. What a state stands for is written out here in full, run by run, and compared.
 */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Block, choiceOf, TOP } from '../../server/src/invocation/domain/blocks.ts';
import { grownBy } from '../../server/src/invocation/domain/growth.ts';
import { joinExits } from '../../server/src/invocation/domain/join-exits.ts';
import {
  attributesKey,
  functionKey,
  optionKey,
  UMASK,
} from '../../server/src/invocation/domain/keys.ts';
import { type BranchExit, State } from '../../server/src/invocation/domain/state.ts';
import type { ShellFunction } from '../../server/src/invocation/domain/values.ts';
import {
  type AbstractValue,
  type ConcreteValue,
  NO_VALUES,
  only,
  UNKNOWN_VALUES,
} from '../../server/src/invocation/domain/values.ts';
import { changeAttributes } from '../../server/src/invocation/shell/attributes.ts';
import { define, setOption } from '../../server/src/invocation/shell/options.ts';
import { SHELL } from '../../server/src/syntax/shell/encodings.ts';
import { IN_FILE } from '../../server/src/syntax/shell/placement.ts';
import { type MappedText, mappedText, type Piece } from '../../server/src/text/mapped-text.ts';
import { SEEDED } from '../support/random.ts';

/** What a command does to a state. */
type Step =
  | { readonly kind: 'assign' | 'append' | 'prepend'; readonly name: string; readonly text: string }
  | { readonly kind: 'add'; readonly name: string; readonly text: string }
  | { readonly kind: 'unset' | 'unknown'; readonly name: string }
  | { readonly kind: 'define' | 'undefine'; readonly start: number }
  | { readonly kind: 'declare'; readonly letter: 'i' | 'x'; readonly isTaken: boolean }
  | { readonly kind: 'umask' | 'option'; readonly text: string };

const name = fc.constantFrom('a', 'b', '@');
const text = fc.constantFrom('1', '2', '-m');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('assign', 'append', 'prepend'), name, text }),
  fc.record({ kind: fc.constant('add'), name: fc.constantFrom('l', 'k'), text }),
  fc.record({ kind: fc.constantFrom('unset', 'unknown'), name }),
  fc.record({ kind: fc.constantFrom('define', 'undefine'), start: fc.nat(2) }),
  fc.record({
    kind: fc.constant('declare'),
    letter: fc.constantFrom('i', 'x'),
    isTaken: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom('umask', 'option'), text }),
);
const steps = fc.array(step, { maxLength: 4 });

const KEYS = [
  ...['a', 'b', '@', 'l', 'k', UMASK],
  ...[functionKey('f'), attributesKey('a'), optionKey('o')],
] as const;

function run(list: readonly Step[], state: State): void {
  for (const one of list) {
    switch (one.kind) {
      case 'assign':
        state.set(one.name, only(scalar(one.text)));
        break;
      case 'append':
      case 'prepend': {
        const added = only(scalar(one.text));
        const inFront = one.kind === 'prepend';
        state.set(one.name, grownBy(state.get(one.name), added, true, inFront));
        break;
      }
      case 'add': {
        const word = { value: textOf(one.text), at: { start: 0, end: 1 }, many: false };
        const added = only({ kind: 'array', words: [word] });
        state.set(one.name, grownBy(state.get(one.name), added, true));
        break;
      }
      case 'unset':
        state.set(one.name, NO_VALUES);
        break;
      case 'unknown':
        state.set(one.name, UNKNOWN_VALUES);
        break;
      case 'define':
        define('f', functionAt(one.start), state);
        break;
      case 'undefine':
        define('f', undefined, state);
        break;
      case 'declare':
        changeAttributes(
          'a',
          one.isTaken ? [] : [one.letter],
          one.isTaken ? [one.letter] : [],
          state,
        );
        break;
      case 'umask':
        state.set(UMASK, only(scalar(one.text)));
        break;
      case 'option':
        setOption('o', one.text, state);
        break;
    }
  }
}

function textOf(written: string): MappedText {
  const at = { start: 0, end: written.length };
  const piece = {
    kind: 'known',
    text: written,
    at,
    encodings: SHELL.bare,
    through: [],
    verbatim: true,
  };
  return mappedText([{ ...piece, kind: 'known' }]);
}

function scalar(written: string): ConcreteValue {
  return { kind: 'scalar', text: textOf(written) };
}

function functionAt(start: number): ShellFunction {
  return { name: 'f', body: [], start, placement: IN_FILE, path: undefined };
}

/** The arms of an `if` on a state, each with its own commands. */
function waysOf(
  arms: readonly (readonly Step[])[],
  blocks: readonly Block[],
  on: State,
): BranchExit[] {
  return arms.flatMap((list, index) => {
    const block = blocks[index];
    if (block === undefined) return [];
    const state = new State(on);
    run(list, state);
    return [{ changes: state.changesSince(on), block, arrives: true }];
  });
}

function blocksFor(arms: readonly unknown[], isExhaustive: boolean): readonly Block[] {
  return choiceOf(
    TOP,
    arms.map(() => undefined),
    isExhaustive,
  );
}

const ANYTHING = 'anything';

/** What a key stands for in a run that goes through one block of a choice and no other, or through none. */
function meaning(values: AbstractValue, taken: Block | undefined): ReadonlySet<string> {
  const goesBy = values.filter(({ path }) => {
    return path.every((step) => step.taken === (step.block === taken));
  });
  return new Set(goesBy.map(({ value }) => inRun(value, taken)));
}

/** What a value is in such a run; a part of a block that is not gone through is not there. */
function inRun(value: ConcreteValue, taken: Block | undefined): string {
  const isThere = ({ branch }: Piece) => branch === undefined || branch === taken;
  switch (value.kind) {
    case 'scalar':
      return told('text', [value.text], isThere);
    case 'array':
      return told(
        'words',
        value.words.map((word) => word.value),
        isThere,
      );
    case 'function':
      return `function ${value.definition.start}`;
    case 'unset':
      return NOTHING;
    case 'unknown':
      return ANYTHING;
  }
}

/** Empty is as good as never assigned. */
const NOTHING = 'nothing';

function told(
  kind: string,
  texts: readonly MappedText[],
  isThere: (piece: Piece) => boolean,
): string {
  const parts = texts.map(({ pieces }) => {
    return pieces
      .map((piece) => (isThere(piece) && piece.kind === 'known' ? piece.text : ''))
      .join('');
  });
  const held = parts.filter((part) => part !== '');
  return held.length > 0 ? `${kind} ${held.join(' ')}` : NOTHING;
}

type Meanings = ReadonlyMap<string, ReadonlySet<string>>;

function meanings(state: State, taken?: Block): Meanings {
  return new Map(KEYS.map((key) => [key, meaning(state.get(key), taken)]));
}

/** What one state stands for and another one does not; undefined where there is nothing. */
function missing(lower: Meanings, upper: Meanings): string | undefined {
  for (const [key, held] of lower) {
    const others = upper.get(key) ?? new Set();
    if (others.has(ANYTHING)) continue;
    for (const one of held) if (!others.has(one)) return `${key}: ${one} of ${[...others]}`;
  }
  return undefined;
}

function joined(on: State, ways: readonly BranchExit[]): State {
  const into = new State(on);
  joinExits(into, ways);
  return into;
}

function begun(list: readonly Step[]): State {
  const state = new State(new State(undefined));
  run(list, state);
  return state;
}

const arms = fc.array(steps, { minLength: 1, maxLength: 3 });

describe('the state of a shell', () => {
  it('stands for what each branch leaves, and for what was there where none is gone through', () => {
    fc.assert(
      fc.property(steps, arms, fc.boolean(), (before, lists, isExhaustive) => {
        const on = begun(before);
        const blocks = blocksFor(lists, isExhaustive);
        const all = joined(on, waysOf(lists, blocks, on));
        for (const [index, list] of lists.entries()) {
          const alone = new State(on);
          run(list, alone);
          assert.equal(missing(meanings(alone), meanings(all, blocks[index])), undefined);
        }
        if (!isExhaustive) assert.equal(missing(meanings(on), meanings(all)), undefined);
      }),
      SEEDED,
    );
  });

  it('says the same, whatever the order in which branches are joined', () => {
    fc.assert(
      fc.property(steps, arms, fc.boolean(), (before, lists, isExhaustive) => {
        const on = begun(before);
        const blocks = blocksFor(lists, isExhaustive);
        const ways = waysOf(lists, blocks, on);
        const [one, other] = [joined(on, ways), joined(on, ways.toReversed())];
        for (const taken of [undefined, ...blocks]) {
          const [first, second] = [meanings(one, taken), meanings(other, taken)];
          assert.deepEqual(
            [missing(first, second), missing(second, first)],
            [undefined, undefined],
          );
        }
      }),
      SEEDED,
    );
  });

  it('is no other where a branch changes nothing, or comes twice', () => {
    fc.assert(
      fc.property(steps, steps, (before, list) => {
        const on = begun(before);
        const blocks = blocksFor([list], false);
        const still = joined(on, waysOf([[]], blocks, on));
        for (const key of KEYS) assert.equal(still.get(key), on.get(key));
        const ways = waysOf([list], blocks, on);
        const once = joined(on, ways);
        const twice = joined(once, ways);
        for (const taken of [undefined, ...blocks]) {
          assert.equal(missing(meanings(twice, taken), meanings(once, taken)), undefined);
          assert.equal(missing(meanings(once, taken), meanings(twice, taken)), undefined);
        }
      }),
      SEEDED,
    );
  });

  it('stands for no less where more was there before', () => {
    fc.assert(
      fc.property(steps, steps, arms, (before, also, lists) => {
        const less = begun(before);
        const more = begun(before);
        const other = new State(less);
        run(also, other);
        for (const key of KEYS) {
          if (other.get(key) !== less.get(key)) {
            more.set(key, [...less.get(key), ...other.get(key)]);
          }
        }
        const blocks = blocksFor(lists, false);
        const [lower, upper] = [less, more].map((on) => joined(on, waysOf(lists, blocks, on)));
        for (const taken of [undefined, ...blocks]) {
          assert.equal(
            missing(meanings(lower as State, taken), meanings(upper as State, taken)),
            undefined,
          );
        }
      }),
      SEEDED,
    );
  });
});
