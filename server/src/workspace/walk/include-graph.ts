/**
 * Which files bring in each other, by the names that are written in them, and which of them may so have to do with QEMU.
 * A file goes by the last component of its path, wherever it lies: too many files are found, and no file is missed that
 * the walk has met.
 */
import { factsOfFile, languageOfFile } from '../../languages/detect.ts';
import type { ScriptFacts } from '../../languages/support.ts';
import { broughtInAmong, mayConcernMonitors } from '../../service/language-service.ts';
import { addTo } from '../../text/lookup.ts';
import { once } from '../../text/once.ts';
import { folderOf } from '../../text/paths.ts';

/** A graph without files. `read` gives the text of a file that comes without facts; undefined if it cannot be read. */
export function includeGraph(read: (path: string) => Promise<string | undefined>) {
  /** The facts of files, made when somebody asks; those in no language of ours have none until then. */
  const facts = new Map<string, () => ScriptFacts>();
  /** The files of each name. */
  const byName = new Map<string, string[]>();
  /** The graph of each file that was asked about; undefined for one that may have to do with QEMU. */
  const known = new Map<string, ReadonlySet<string> | undefined>();

  function add(path: string, own?: () => ScriptFacts): void {
    if (own) facts.set(path, once(own));
    addTo(byName, path.slice(path.lastIndexOf('/') + 1), path);
  }

  async function factsOf(path: string): Promise<ScriptFacts> {
    const own = facts.get(path);
    if (own) return own();
    const text = (await read(path)) ?? '';
    const made = factsOfFile(languageOfFile(path, text) ?? '', path, text);
    facts.set(path, () => made);
    return made;
  }

  async function graphOf(path: string): Promise<ReadonlySet<string> | undefined> {
    const files = new Set([path]);
    const graph = new Set<ScriptFacts>();
    for (let before = 0; before < files.size; ) {
      before = files.size;
      for (const file of files) graph.add(await factsOf(file));
      const names = broughtInAmong([...graph]);
      if (names === undefined || mayConcernMonitors([...graph])) return undefined;
      for (const name of names) {
        for (const file of byName.get(name) ?? [`${folderOf(path)}/${name}`]) files.add(file);
      }
      // A graph has to do with QEMU if the graph of a file in it has.
      if ([...files].some((file) => known.has(file) && !known.get(file))) return undefined;
    }
    return files;
  }

  return {
    add,
    /**
     * A file with those that it brings in, and perhaps more; undefined if it may so start a QEMU or hold an option for
     * one, or if only a run knows what it brings in.
     */
    quietFiles: async (path: string): Promise<ReadonlySet<string> | undefined> => {
      if (known.has(path)) return known.get(path);
      const graph = await graphOf(path);
      for (const file of graph ?? [path]) known.set(file, graph);
      return graph;
    },
  };
}
