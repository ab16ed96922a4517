/**
 * Which files bring in each other, by the names that are written in them, and which of them may so have to do with QEMU.
 * A file goes by the last component of its path, wherever it lies: too many files are found, and none is missed of those
 * that have a name.
 */
import { factsOfFile, languageOfFile } from '../../languages/detect.ts';
import type { ScriptFacts } from '../../languages/support.ts';
import {
  broughtInAmong,
  mayConcernMonitors,
  opensOutsideOfComments,
  textFacts,
} from '../../service/language-service.ts';
import { addTo } from '../../text/lookup.ts';
import { once } from '../../text/once.ts';
import { folderOf } from '../../text/paths.ts';
import { nameOf } from '../files/file-paths.ts';

/** What is known of files. */
interface Known {
  /** The absolute paths of the files of a name. */
  readonly named: (name: string) => readonly string[];
  /** The facts of a file; undefined until its text is read. */
  readonly factsOf: (path: string) => ScriptFacts | undefined;
}

/** A graph as far as it is known. */
export interface Graph {
  /** The file with all that it brings in; undefined if only a run knows that, or if one of them has to do with QEMU. */
  readonly quiet: ReadonlySet<string> | undefined;
  /** Files to read before that is known. */
  readonly missing: readonly string[];
}

/** How many files a graph has that is looked at: a name that stands for more tells little, and the file is run. */
const MAX_FILES = 256;

/** Looks at a file with all that it brings in. */
function graphOf(path: string, { named, factsOf }: Known): Graph {
  const files = new Set([path]);
  for (let before = 0; before < files.size; ) {
    before = files.size;
    const facts = [...files].map((file) => ({ file, own: factsOf(file) }));
    const graph = facts.flatMap(({ own }) => own ?? []);
    if (mayConcernMonitors(graph)) return { quiet: undefined, missing: [] };
    const names = broughtInAmong(graph);
    if (names === undefined) return { quiet: undefined, missing: [] };
    const missing = facts.flatMap(({ file, own }) => (own ? [] : [file]));
    if (missing.length > 0) return { quiet: undefined, missing };
    for (const name of names) {
      if (name === '' || name.startsWith('$')) continue;
      const found = named(name);
      for (const file of found.length > 0 ? found : [`${folderOf(path)}/${name}`]) files.add(file);
    }
    if (files.size > MAX_FILES) return { quiet: undefined, missing: [] };
  }
  return { quiet: files, missing: [] };
}

/** Facts of texts, kept until a file has another text. */
function factsOfTexts() {
  const known = new Map<string, { readonly text: string; readonly facts: ScriptFacts }>();
  return (path: string, text: string): ScriptFacts => {
    const before = known.get(path);
    if (before?.text === text) return before.facts;
    // What opens something need not be read for that.
    const facts = opensOutsideOfComments(text)
      ? { ...textFacts(text), isSeed: true }
      : factsOfFile(languageOfFile(path, text) ?? '', path, text);
    known.set(path, { text, facts });
    return facts;
  };
}

/**
 * The graphs of an editor's files, with the texts that are at hand. `named` gives undefined while the files of the
 * workspace are not known, and so do these.
 */
export function graphsOfTexts(
  named: (name: string) => readonly string[] | undefined,
  textOf: (path: string) => string | null | undefined,
): (path: string) => Graph | undefined {
  const facts = factsOfTexts();
  const known: Known = {
    named: (name) => named(name) ?? [],
    factsOf: (path) => {
      const text = textOf(path);
      return text === undefined ? undefined : facts(path, text ?? '');
    },
  };
  return (path) => (named('') === undefined ? undefined : graphOf(path, known));
}

/** A graph of files that are met one by one. `read` gives a text that comes without facts; undefined if there is none. */
export function includeGraph(read: (path: string) => Promise<string | undefined>) {
  /** The facts of files, made on request. */
  const facts = new Map<string, () => ScriptFacts>();
  const byName = new Map<string, string[]>();
  /** What was found of files: a graph has to do with QEMU if the graph of a file in it has. */
  const found = new Map<string, ReadonlySet<string> | undefined>();
  const known: Known = {
    named: (name) => byName.get(name) ?? [],
    factsOf: (path) => (found.has(path) && !found.get(path) ? SEED : facts.get(path)?.()),
  };

  return {
    add: (path: string, own?: () => ScriptFacts): void => {
      if (own) facts.set(path, once(own));
      addTo(byName, nameOf(path), path);
    },
    /**
     * A file with those that it brings in, and perhaps more; undefined if it may so start a QEMU or hold an option for
     * one, or if only a run knows what it brings in.
     */
    quietFiles: async (path: string): Promise<ReadonlySet<string> | undefined> => {
      if (found.has(path)) return found.get(path);
      let graph = graphOf(path, known);
      while (graph.missing.length > 0) {
        for (const missing of graph.missing) {
          const text = (await read(missing)) ?? '';
          facts.set(
            missing,
            once(() => factsOfFile(languageOfFile(missing, text) ?? '', missing, text)),
          );
        }
        graph = graphOf(path, known);
      }
      for (const file of graph.quiet ?? [path]) found.set(file, graph.quiet);
      return graph.quiet;
    },
  };
}

const SEED: ScriptFacts = { ...textFacts(''), isSeed: true };
