/**
 * The functions that a script defines, in order. Functions of a file that many scripts bring in form one
 * shared group, so that a library of a thousand functions costs no more than a few.
 */
import type { Context } from '../context.ts';
import type { ShellFunction } from '../domain/values.ts';

/** A function with the context of its definition. */
export interface Defined {
  readonly definition: ShellFunction;
  readonly context: Context;
}

/** Functions that other scripts define as well, each once. */
export interface SharedFunctions {
  readonly all: readonly Defined[];
  /** The index of each, by the offset of its definition. */
  readonly places: ReadonlyMap<number, number>;
}

/** Functions defined one after another. */
interface FunctionGroup {
  readonly functions: SharedFunctions;
  /** Maps their contexts to this script; undefined if no other script has them. */
  readonly move: ((context: Context) => Context) | undefined;
  /** Whether one was redefined, so that they differ from other scripts. */
  isChanged: boolean;
}

/** The functions that a script defines. */
export interface DefinedFunctions {
  readonly add: (defined: Defined) => void;
  /** Adds functions, with contexts mapped by `move`. */
  readonly addAll: (functions: SharedFunctions, move: (context: Context) => Context) => void;
  /** The context of a function's last definition. */
  readonly contextOf: (start: number) => Context | undefined;
  /** In order of definition; a redefined function keeps its position. */
  readonly groups: readonly FunctionGroup[];
}

/** The last definition of each function, at the position of its first. */
export function sharedFunctions(defined: Iterable<Defined>): SharedFunctions {
  const last = new Map<number, Defined>();
  for (const one of defined) last.set(one.definition.start, one);
  const places = new Map([...last.keys()].map((start, index) => [start, index] as const));
  return { all: [...last.values()], places };
}

/** An empty set of functions. */
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
