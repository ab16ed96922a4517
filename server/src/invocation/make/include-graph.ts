/**
 * The files that a Makefile includes, and whether all of them together may concern QEMU, without evaluating them: a
 * variable has all values that any of the files assigns, whatever the order and the conditions. So a project's many
 * Makefiles that include the same files and start no QEMU are not evaluated.
 */
import { readMake } from '../../syntax/make/reader.ts';
import type { Makefile } from '../../syntax/make/tree.ts';
import { LIMITS } from '../../text/limits.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import { folderOf } from '../../text/paths.ts';
import { candidatePaths, type Inclusions } from '../inclusions.ts';
import { type Expander, expand } from './expand.ts';
import { type MakeOutline, outlineOf, outlineOfNodes } from './outline.ts';
import { bounded, type MakeValue, type MakeValues, type Texts } from './values.ts';
import { fileNamed, joined, wordsOf } from './words.ts';

/** A text that names files, or may evaluate text. */
interface Asked {
  readonly text: MappedText;
  readonly folder: string;
  readonly isInclude: boolean;
  /** Variables that it read. */
  used: ReadonlySet<string>;
}

/** Whether neither a Makefile nor a file that it includes may start a QEMU or hold options for one; false if only an evaluation can tell. */
export function isQuiet(makefile: Makefile, inclusions: Inclusions): boolean {
  const graph = new IncludeGraph(inclusions);
  graph.enter(outlineOf(makefile), inclusions.path ?? '');
  return graph.follow();
}

/** Owns all values that the files assign, by name. */
class AssignedValues extends Map<string, MakeValues> {
  readonly #assigned = new Map<string, MakeValue[]>();
  readonly #added = new Map<string, MappedText[]>();
  readonly #computed = new Map<string, MakeValue[]>();

  /** Adds an outline; returns the names that were read before. */
  add({ assigned, added, computed }: MakeOutline): readonly string[] {
    for (const [name, values] of assigned) addAll(this.#assigned, name, values);
    for (const [name, texts] of added) addAll(this.#added, name, texts);
    for (const [start, values] of computed) addAll(this.#computed, start, values);
    const starts = [...computed.keys()];
    const read = [...this.keys()].filter((name) => {
      return (
        assigned.has(name) || added.has(name) || starts.some((start) => name.startsWith(start))
      );
    });
    for (const name of read) this.delete(name);
    return read;
  }

  override has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  override get(name: string): MakeValues | undefined {
    let values = super.get(name);
    if (values === undefined) {
      values = this.#valuesOf(name);
      this.set(name, values);
    }
    return values.length > 0 ? values : undefined;
  }

  #valuesOf(name: string): MakeValues {
    const found = [...(this.#assigned.get(name) ?? [])];
    for (const [start, own] of this.#computed) if (name.startsWith(start)) found.push(...own);
    const added = this.#added.get(name) ?? [];
    const [first] = added;
    // A longer list is unknown, and so is what functions make of it.
    if (added.length > LIMITS.makeWords) found.push({ kind: 'unknown' });
    else if (first) found.push({ kind: 'recursive', text: joined(added, first) });
    return bounded(found.map((value) => ({ value, path: [] })));
  }
}

function addAll<One>(lists: Map<string, One[]>, name: string, values: readonly One[]): void {
  const known = lists.get(name);
  if (known) known.push(...values);
  else lists.set(name, [...values]);
}

/** `NAME` of `$(NAME)` and `$(call NAME,…)` */
const READ = /\$[({](?:call\s+)?([\w.-]+)/g;

/** Owns the files found so far, and what they leave to expand. */
class IncludeGraph {
  readonly #files = new Set<string>();
  readonly #evaluated = new Set<string>();
  readonly #programs = new Set<string>();
  #mayConcern = false;
  readonly #inclusions: Inclusions;
  readonly #values = new AssignedValues();
  readonly #asked: Asked[] = [];
  readonly #cells = new Map<MakeValue, { readonly texts: Texts; readonly used: Set<string> }>();
  readonly #pending: Asked[] = [];
  /** Expanded before some of their variables were known. */
  readonly #again = new Set<Asked>();
  readonly #left = { references: LIMITS.makeReferencesMost, levels: LIMITS.makeNesting };

  constructor(inclusions: Inclusions) {
    this.#inclusions = inclusions;
  }

  /** Adds a file, or text that is evaluated in one. */
  enter(outline: MakeOutline, path: string): void {
    this.#mayConcern ||= outline.isSeed || outline.scripts.length > 0;
    for (const name of outline.programs) this.#programs.add(name);
    const folder = folderOf(path);
    const ask = (isInclude: boolean) => (text: MappedText) => {
      const asked: Asked = { text, folder, isInclude, used: new Set() };
      this.#asked.push(asked);
      this.#pending.push(asked);
    };
    outline.includes.forEach(ask(true));
    outline.expressions.forEach(ask(false));
    // What read a variable that has further values reads it again.
    const changed = this.#values.add(outline);
    if (changed.length === 0) return;
    for (const [value, { used }] of this.#cells) {
      if (changed.some((name) => used.has(name))) this.#cells.delete(value);
    }
    for (const asked of this.#asked) {
      if (changed.some((name) => asked.used.has(name))) this.#again.add(asked);
    }
  }

  /** Whether the files with all that they include concern no monitor. */
  follow(): boolean {
    while (this.#pending.length > 0) {
      for (let next = this.#pending.pop(); next; next = this.#pending.pop()) {
        this.#expand(next);
        if (this.#mayConcern || this.#left.references <= 0) return false;
      }
      this.#pending.push(...this.#again);
      this.#again.clear();
    }
    return !(this.#mayConcern || [...this.#programs].some((name) => this.#mayBeProgram(name)));
  }

  /** A variable that only has written texts is none: these are looked at themselves. */
  #mayBeProgram(name: string): boolean {
    const values = this.#values.get(name);
    return !values?.every(({ value }) => 'text' in value && !value.text.decoded.includes('$'));
  }

  /** Whether a text may reach an `eval`; adds the variables that it reads. */
  #mayEvaluate(text: string, used: Set<string>): boolean {
    if (/[({]eval\s/.test(text)) return true;
    return [...text.matchAll(READ)].some(([, name = '']) => {
      if (used.has(name)) return false;
      used.add(name);
      const values = this.#values.get(name) ?? [];
      return values.some(
        ({ value }) => 'text' in value && this.#mayEvaluate(value.text.decoded, used),
      );
    });
  }

  #expand(asked: Asked): void {
    const used = new Set<string>();
    if (!asked.isInclude && !this.#mayEvaluate(asked.text.decoded, used)) {
      asked.used = used;
      return;
    }
    const expander: Expander = {
      ...{ left: this.#left, every: false, path: this.#inclusions.path, used },
      ...{ decisions: new Map(), runs: () => undefined },
      reads: (texts) => this.#evaluate(texts, asked.folder),
      kept: this.#kept,
    };
    const variables = { parent: undefined, values: this.#values };
    const scope = { expander, variables, path: [], block: undefined, active: undefined };
    const texts = expand(asked.text, { ...scope, depends: { variable: false } });
    asked.used = used;
    if (asked.isInclude)
      for (const { value } of texts) wordsOf(value).forEach(this.#include(asked));
  }

  /** Expands each value once, unless it depends on arguments of a function. */
  readonly #kept: NonNullable<Expander['kept']> = (value, scope, run) => {
    const { expander, variables } = scope;
    const known = this.#cells.get(value);
    const isFree = (used: ReadonlySet<string>): boolean => {
      for (let layer = variables; layer.parent; layer = layer.parent) {
        if ([...layer.values.keys()].some((name) => used.has(name))) return false;
      }
      return true;
    };
    const used = known?.used ?? new Set<string>();
    const texts = known && isFree(used) ? known.texts : run({ ...expander, used });
    for (const name of used) expander.used.add(name);
    if (!known && isFree(used)) this.#cells.set(value, { texts, used });
    return texts;
  };

  #evaluate(texts: Texts, path: string): void {
    for (const { value } of texts) {
      if (this.#evaluated.has(value.decoded)) continue;
      this.#evaluated.add(value.decoded);
      this.enter(outlineOfNodes(readMake(value).nodes), path);
    }
  }

  #include({ folder }: Asked) {
    return (name: MappedText): void => {
      const path = fileNamed(name);
      if (path === undefined) return;
      const folders = [...new Set([folderOf(this.#inclusions.path ?? ''), folder])];
      const found = this.#inclusions.outline?.(candidatePaths(path, folders));
      if (found === undefined || this.#files.has(found.path)) return;
      this.#files.add(found.path);
      this.enter(found.outline, found.path);
    };
  }
}
