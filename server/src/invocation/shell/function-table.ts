/** The functions that a shell knows. What a subshell defines is gone behind it. */
import type { ShellFunction } from './context.ts';

/** A class, since most of what it is asked for is found in one of its parents. */
export class FunctionTable {
  readonly #parent: FunctionTable | undefined;
  /** Undefined until something is defined: most subshells define nothing. */
  #definitions: Map<string, readonly ShellFunction[]> | undefined;

  constructor(parent: FunctionTable | undefined) {
    this.#parent = parent;
  }

  /** The definitions of a name: several where branches define it differently, undefined for none. */
  get(name: string): readonly ShellFunction[] | undefined {
    for (let table: FunctionTable | undefined = this; table; table = table.#parent) {
      const found = table.#definitions?.get(name);
      if (found) return found.length > 0 ? found : undefined;
    }
    return undefined;
  }

  set(name: string, definitions: readonly ShellFunction[]): void {
    this.#definitions ??= new Map();
    this.#definitions.set(name, definitions);
  }

  /** Forgets a function, as `unset -f` does. */
  delete(name: string): void {
    this.set(name, []);
  }
}
