/** Whether a Makefile and its includes may concern QEMU, without evaluation: variables have all assigned values. */

import { readMake } from '../../syntax/make/reader.ts';
import type { Makefile } from '../../syntax/make/tree.ts';
import { UNKNOWN_ENCODING } from '../../text/encoding.ts';
import { isUsedUp } from '../../text/fuel.ts';
import { LIMITS } from '../../text/limits.ts';
import { NONE } from '../../text/lookup.ts';
import { type MappedText, replaceEach, unknownText } from '../../text/mapped-text.ts';
import { pathOf } from '../../text/operations.ts';
import { folderOf, isAbsolute, normalPath } from '../../text/paths.ts';
import { candidatePaths, type Inclusions } from '../inclusions.ts';
import { AssignedValues } from './assigned-values.ts';
import { type Expander, expand, makeFuelFor } from './expand.ts';
import { type MakeOutline, outlineOf, outlineOfNodes } from './outline.ts';
import type { MakeValue, Texts } from './values.ts';
import { isRecursive } from './values.ts';
import { pathIn, wordsOf } from './words.ts';

interface Asked {
  readonly text: MappedText;
  readonly folder: string;
  readonly kind: 'include' | 'expression';
  /** Of the Makefile itself. */
  readonly isOwn: boolean;
  used: ReadonlySet<string>;
  /** False if it evaluates no text. */
  isExpanded: boolean;
}

/** A file that an included file names. */
interface Lookup {
  /** Normal, if absolute. */
  readonly path: string;
  /** The included file's. */
  readonly folder: string;
  readonly found: MakeOutline | undefined;
  /** Whether it depends on the Makefile's folder. */
  readonly isRelative: boolean;
}

/** A Makefile that concerns no monitor; others with equal values for its included files concern none either. */
export interface QuietMakefile {
  readonly path: string;
  /** Own values that the included files read. */
  readonly told: ReadonlyMap<string, string>;
  /** Those of `told` that are too long to follow. */
  readonly long: ReadonlySet<string>;
  /** Variables that were only searched for text to evaluate. */
  readonly searched: ReadonlySet<string>;
  readonly lookups: readonly Lookup[];
  /** The folder around both, for paths such as `$(abspath $(CURDIR)/..)`. */
  readonly above: string;
}

const MAX_RECORDS = 64;
/** A smaller graph is as fast as a look at records. */
const MIN_FILES = 8;

/** Whether a Makefile and its files start no QEMU and hold no options; false if unknown. */
export function isQuiet(makefile: Makefile, inclusions: Inclusions): boolean {
  const outline = outlineOf(makefile);
  if (concernsMonitors(outline)) return false;
  const graph = new IncludeGraph(outline, inclusions);
  const key = graph.begin();
  const { quiet } = inclusions;
  const known = quiet?.get(key) ?? [];
  if (known.some((one) => graph.isLike(one))) return true;
  if (!graph.follow()) return false;
  const record = inclusions.isWaiting?.() ? undefined : graph.record();
  if (record && quiet) {
    if (quiet.size > MAX_RECORDS) quiet.clear();
    quiet.set(key, [record, ...known].slice(0, MAX_RECORDS));
  }
  return true;
}

/** `NAME` of `$(NAME)` and `$(call NAME,…)` */
const READ = /\$[({](?:call\s+)?([\w.-]+)/g;

class IncludeGraph {
  readonly #files = new Set<string>();
  readonly #evaluated = new Set<string>();
  readonly #programs = new Set<string>();
  #mayConcern = false;
  #names = 0;
  readonly #inclusions: Inclusions;
  readonly #path: string;
  readonly #own: MakeOutline;
  readonly #lookups = new Map<string, Lookup>();
  readonly #values = new AssignedValues();
  readonly #asked: Asked[] = [];
  readonly #cells = new Map<MakeValue, { readonly texts: Texts; readonly used: Set<string> }>();
  readonly #pending: Asked[] = [];
  /** Expanded before some of their variables were known. */
  readonly #again = new Set<Asked>();
  readonly #fuel = makeFuelFor(LIMITS.work);

  constructor(own: MakeOutline, inclusions: Inclusions) {
    this.#inclusions = inclusions;
    this.#path = inclusions.path ?? '';
    this.#own = placed(own, this.#path, true);
    this.#enter(this.#own, this.#path, true);
  }

  /** Finds the Makefile's own includes; returns a key of them. */
  begin(): string {
    for (const asked of this.#pending.splice(0)) this.#expand(asked);
    return [...this.#own.includes.map(({ decoded }) => decoded), ...this.#files].join('\n');
  }

  /** Adds a file, or text that is evaluated in one. */
  #enter(outline: MakeOutline, path: string, isOwn = false): void {
    this.#mayConcern ||= concernsMonitors(outline);
    for (const name of outline.programs) this.#programs.add(name);
    const folder = folderOf(path);
    const ask = (kind: Asked['kind']) => (text: MappedText) => {
      const asked = { text, folder, kind, isOwn, used: new Set<string>(), isExpanded: true };
      this.#asked.push(asked);
      this.#pending.push(asked);
    };
    outline.includes.forEach(ask('include'));
    outline.expressions.forEach(ask('expression'));
    // A name that read a changed variable is read again.
    const changed = this.#values.add(outline);
    if (changed.length === 0) return;
    for (const [value, { used }] of this.#cells) {
      if (changed.some((name) => used.has(name))) this.#cells.delete(value);
    }
    for (const asked of this.#asked) {
      if (changed.some((name) => asked.used.has(name))) this.#again.add(asked);
    }
  }

  follow(): boolean {
    while (this.#pending.length + this.#again.size > 0) {
      for (let next = this.#pending.pop(); next; next = this.#pending.pop()) {
        this.#expand(next);
        if (this.#mayConcern || isUsedUp(this.#fuel)) return false;
      }
      this.#pending.push(...this.#again);
      this.#again.clear();
    }
    return !(this.#mayConcern || [...this.#programs].some((name) => this.#mayBeProgram(name)));
  }

  /** Written texts are looked at themselves. */
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
    asked.used = used;
    asked.isExpanded = asked.kind === 'include' || this.#mayEvaluate(asked.text.decoded, used);
    if (!asked.isExpanded) return;
    const expander: Expander = {
      ...{ fuel: this.#fuel, every: false, path: this.#path, used },
      ...{ decisions: new Map(), opening: NONE, runs: () => undefined },
      reads: (texts) => this.#evaluate(texts, asked.folder),
      kept: this.#kept,
    };
    const variables = { parent: undefined, values: this.#values };
    const scope = { expander, variables, path: [], block: undefined, active: undefined };
    const texts = expand(asked.text, { ...scope, depends: { variable: false } });
    if (asked.kind === 'include')
      for (const { value } of texts) wordsOf(value).forEach(this.#include(asked));
  }

  /** Expands each value once, unless a function's arguments matter. */
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
      this.#enter(outlineOfNodes(readMake(value).nodes), path);
    }
  }

  #include({ folder, isOwn, used }: Asked) {
    return (name: MappedText): void => {
      const named = pathOf(name);
      if (named === undefined) return;
      const isFixed = isAbsolute(named);
      const path = isFixed ? normalPath(named) : named;
      const key = isFixed ? path : `${path}\n${folder}`;
      const isRelative = used.has('CURDIR');
      const before = this.#lookups.get(key);
      if (before && (before.isRelative || !isRelative)) return;
      if (++this.#names > LIMITS.files) {
        this.#mayConcern = true;
        return;
      }
      const found = this.#look(path, folder);
      if (!isOwn) this.#lookups.set(key, { path, folder, found: found?.outline, isRelative });
      if (found === undefined || this.#files.has(found.path)) return;
      this.#files.add(found.path);
      this.#enter(placed(found.outline, found.path), found.path);
    };
  }

  #look(path: string, folder: string): ReturnType<NonNullable<Inclusions['outline']>> {
    const { outline } = this.#inclusions;
    if (isAbsolute(path)) return outline?.([path]);
    return outline?.(candidatePaths(path, [...new Set([folderOf(this.#path), folder])]));
  }

  /** Why this Makefile is quiet; undefined if an evaluation has to tell. */
  record(): QuietMakefile | undefined {
    if (this.#files.size < MIN_FILES || hasOpenNames(this.#own)) return undefined;
    const names = (isExpanded: boolean): ReadonlySet<string> => {
      const asked = this.#asked.filter((one) => one.isExpanded === isExpanded);
      return new Set(asked.flatMap(({ used }) => [...used]));
    };
    const read = [...names(true)];
    const long = new Set(read.filter((name) => this.#values.isLong(name, this.#own)));
    const told = new Map(read.map((name) => [name, this.#told(name, long)]));
    const lookups = [...this.#lookups.values()];
    return { path: this.#path, told, long, searched: names(false), lookups, above: this.#above() };
  }

  /** Whether included files find and read the same as in a quiet Makefile. */
  isLike({ path: other, told, long, searched, lookups, above }: QuietMakefile): boolean {
    if (this.#mayConcern || this.#programs.size > 0 || hasOpenNames(this.#own)) return false;
    const [ours, theirs] = [this.#path, other].map((path) => foldersAbove(path).indexOf(above));
    if (ours === -1 || ours !== theirs) return false;
    for (const [name, values] of told) if (this.#told(name, long) !== values) return false;
    for (const name of searched) {
      if (this.#textsOf(name).some(({ decoded }) => decoded.includes('$'))) return false;
    }
    const [from = '', to = ''] = [other, this.#path].map((path) => within(folderOf(path)));
    return lookups.every(({ path, folder, found }) => {
      const moved = path.startsWith(from) ? to + path.slice(from.length) : path;
      const own = this.#look(moved, folder)?.outline;
      return own === found || [own, found].every((one) => !one || isIdle(one, told));
    });
  }

  /** The nearest folder around the Makefile with a file found by its own folder. */
  #above(): string {
    const folders = foldersAbove(this.#path);
    const [own = ''] = folders;
    const outside = [...this.#lookups.values()].flatMap(({ path, isRelative }) => {
      return isRelative && isAbsolute(path) && !path.startsWith(own) ? [path] : [];
    });
    return folders.find((folder) => outside.some((path) => path.startsWith(folder))) ?? '/';
  }

  #textsOf(name: string, withAdded = true): readonly MappedText[] {
    const { assigned, added } = this.#own;
    const values = assigned.get(name) ?? [];
    return [
      ...values.flatMap((value) => ('text' in value ? [value.text] : [])),
      ...(withAdded ? (added.get(name) ?? []) : []),
    ];
  }

  /** Own values of a variable; paths below the own folder begin with a dot. */
  #told(name: string, long: ReadonlySet<string>): string {
    const folder = within(folderOf(this.#path));
    const texts = this.#textsOf(name, !long.has(name)).map((text) => {
      const path = pathIn(text);
      if (path === undefined) return text.decoded.includes('..') ? this.#path : text.decoded;
      const whole = normalPath(path);
      return whole.startsWith(folder) ? `./${whole.slice(folder.length)}` : whole;
    });
    return texts.join('\n');
  }
}

/** Folders around a file, nearest first: `/w/src/`, `/w/`, `/`. */
function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => `${parts.slice(0, parts.length - index).join('/')}/`);
}

function within(folder: string): string {
  return folder.endsWith('/') ? folder : `${folder}/`;
}

function concernsMonitors({ isSeed, scripts }: MakeOutline): boolean {
  return isSeed || scripts.length > 0;
}

/** Whether a Makefile does more than assign variables and include files. */
function hasOpenNames({ computed, expressions }: MakeOutline): boolean {
  return computed.size + expressions.length > 0;
}

/** Whether a file includes nothing, concerns no monitor, and assigns none of these. */
function isIdle(outline: MakeOutline, told: ReadonlyMap<string, string>): boolean {
  const { assigned, added, includes, isSeed, programs, scripts } = outline;
  const isNamed = [...assigned.keys(), ...added.keys()].some((name) => told.has(name));
  const count = includes.length + programs.length + scripts.length;
  return count === 0 && !isSeed && !isNamed && !hasOpenNames(outline);
}

/** Replaces `$(MAKEFILE_LIST)` by the path, and make's `$(CURDIR)` by its folder. */
function placed(outline: MakeOutline, path: string, isOwn = false): MakeOutline {
  const pattern = isOwn ? PLACES : FILES;
  const place = (text: MappedText): MappedText =>
    pattern.test(text.decoded)
      ? replaceEach(text, new RegExp(pattern, 'g'), ({ 0: source }) => {
          const own = source.includes('CURDIR') ? folderOf(path).replace(/\/$/, '') : path;
          return unknownText(source, {
            at: text.place,
            encodings: UNKNOWN_ENCODING,
            path: own,
          });
        })
      : text;
  const placeValue = (value: MakeValue): MakeValue =>
    isRecursive(value) ? { ...value, text: place(value.text) } : value;
  const all = [...outline.assigned].map(
    ([name, values]) => [name, values.map(placeValue)] as const,
  );
  return {
    ...outline,
    includes: outline.includes.map(place),
    expressions: outline.expressions.map(place),
    assigned: new Map(all),
  };
}

const FILES = /\$[({]MAKEFILE_LIST[)}]/;
const PLACES = /\$[({](?:MAKEFILE_LIST|CURDIR)[)}]/;
