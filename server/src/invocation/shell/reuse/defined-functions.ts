/**
 * The functions that a script defines, in the order of their definitions. Those of a file that many scripts bring in are
 * one group that all of them share, so that a library of a thousand functions costs no more than a few.
 */
import type { Context } from '../context.ts';
import type { ShellFunction } from '../domain/values.ts';

/** A function with what there was where it was defined. */
export interface Defined {
  readonly definition: ShellFunction;
  readonly context: Context;
}

/** Functions that other scripts define as well, each once. */
export interface SharedFunctions {
  readonly all: readonly Defined[];
  /** Where each is in there, by the offset of its definition. */
  readonly places: ReadonlyMap<number, number>;
}

/** Functions that are defined one behind the other. */
interface FunctionGroup {
  readonly functions: SharedFunctions;
  /** What their contexts are here; undefined where no other script has them. */
  readonly move: ((context: Context) => Context) | undefined;
  /** Whether one of them was defined again, so that they are not what they are in other scripts. */
  isChanged: boolean;
}

/** The functions that a script defines. */
export interface DefinedFunctions {
  readonly add: (defined: Defined) => void;
  /** Adds functions whose contexts are here what `move` makes of them. */
  readonly addAll: (functions: SharedFunctions, move: (context: Context) => Context) => void;
  /** What there was where a function was defined last. */
  readonly contextOf: (start: number) => Context | undefined;
  /** In the order of their definitions; those of a function that is defined again stay where they are. */
  readonly groups: readonly FunctionGroup[];
}

/** The last definition of each function, where the first one was. */
export function sharedFunctions(defined: Iterable<Defined>): SharedFunctions {
  const last = new Map<number, Defined>();
  for (const one of defined) last.set(one.definition.start, one);
  const places = new Map([...last.keys()].map((start, index) => [start, index] as const));
  return { all: [...last.values()], places };
}

/** No function was defined yet. */
export function definedFunctions(): DefinedFunctions {
  const own = new Map<number, Defined>();
  const shared: FunctionGroup[] = [];
  const groups: FunctionGroup[] = [];
  const add = (defined: Defined): void => {
    const { start } = defined.definition;
    const around = shared.find(({ functions }) => functions.places.has(start));
    if (around) around.isChanged = true;
    else if (!own.has(start)) {
      const functions = { all: [defined], places: new Map([[start, 0]]) };
      groups.push({ functions, move: undefined, isChanged: true });
    }
    own.set(start, defined);
  };
  const isKnown = ({ places }: SharedFunctions): boolean => {
    const [fewer, more] = own.size < places.size ? [own, places] : [places, own];
    for (const start of fewer.keys()) if (more.has(start)) return true;
    return shared.some(({ functions }) => functions.places === places);
  };
  return {
    groups,
    add,
    addAll: (functions, move) => {
      if (isKnown(functions)) {
        for (const { definition, context } of functions.all) {
          add({ definition, context: move(context) });
        }
        return;
      }
      const group = { functions, move, isChanged: false };
      shared.push(group);
      groups.push(group);
    },
    contextOf: (start) => {
      const known = own.get(start);
      if (known) return known.context;
      for (const { functions, move } of shared) {
        const found = functions.all[functions.places.get(start) ?? -1];
        if (found) return move?.(found.context);
      }
      return undefined;
    },
  };
}
