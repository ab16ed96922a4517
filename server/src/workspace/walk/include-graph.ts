/** Which files bring in which. Compares the ends of written paths, and finds too many rather than too few. */

import { factsOfFile, languageOfFile } from '../../languages/detect.ts';
import type { ScriptFacts } from '../../languages/support.ts';
import {
  OWN_END,
  reachOf,
  textFacts,
  writesOpeningOption,
} from '../../service/language-service.ts';
import { LIMITS } from '../../text/limits.ts';
import { addTo, once } from '../../text/lookup.ts';
import { folderOf, nameOf, normalPath } from '../../text/paths.ts';

interface Known {
  readonly named: (name: string) => readonly string[];
  /** Undefined until its text is read. */
  readonly factsOf: (path: string) => ScriptFacts | undefined;
}

export interface Graph {
  /** The file with all it brings in; undefined if one concerns QEMU or only a run can tell. */
  readonly quiet: ReadonlySet<string> | undefined;
  readonly missing: readonly string[];
}

const NOT_QUIET: Graph = { quiet: undefined, missing: [] };

function graphOf(path: string, { named, factsOf }: Known): Graph {
  const files = new Set([path]);
  for (let before = 0; before < files.size; ) {
    before = files.size;
    const facts = [...files].map((file) => ({ file, own: factsOf(file) }));
    const [own, ...others] = facts.flatMap(({ own }) => own ?? []);
    const reach = own && reachOf(own, others);
    if (reach && (reach.concernsMonitors || reach.bringsIn === undefined)) return NOT_QUIET;
    const missing = facts.flatMap(({ file, own }) => (own ? [] : [file]));
    if (missing.length > 0) return { quiet: undefined, missing };
    for (const name of reach?.bringsIn ?? []) {
      for (const file of filesMeant(name, files, folderOf(path), named)) files.add(file);
    }
    if (files.size > LIMITS.definitions) return NOT_QUIET;
  }
  return { quiet: files, missing: [] };
}

/** Files whose path ends like a written one; else all of its name; else the one that it names from `folder`. */
function filesMeant(
  written: string,
  files: ReadonlySet<string>,
  folder: string,
  named: Known['named'],
): readonly string[] {
  // The value of a variable: `$LIB`, `#LIB`.
  if (written === '' || /^[$#]\w/.test(written)) return [];
  if (written === OWN_END) {
    return [...files].flatMap((file) => endsOf(nameOf(file)).flatMap(named));
  }
  const all = written.startsWith('./') ? [] : named(nameOf(written));
  const ending = all.filter((file) => file.endsWith(`/${written}`));
  const found = ending.length > 0 ? ending : all;
  return found.length > 0 ? found : [normalPath(`${folder}/${written}`)];
}

/** What a program may cut from its own name: `a-b-c.sh`, `b-c.sh`, `c.sh`. */
function endsOf(name: string): readonly string[] {
  const parts = name.split('-');
  return parts.map((_, at) => parts.slice(at).join('-'));
}

function factsOfTexts() {
  const known = new Map<string, { readonly text: string; readonly facts: ScriptFacts }>();
  return (path: string, text: string): ScriptFacts => {
    const before = known.get(path);
    if (before?.text === text) return before.facts;
    const facts = factsOfFile(languageOfFile(path, text) ?? '', path, text);
    known.set(path, { text, facts });
    return facts;
  };
}

/** Graphs of an editor's files; undefined until the workspace is listed. */
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
  return (path) => {
    if (named('') === undefined) return undefined;
    const text = textOf(path);
    if (text && writesOpeningOption(text)) return NOT_QUIET;
    return graphOf(path, known);
  };
}

/** `read` gives missing texts. */
export function includeGraph(read: (path: string) => Promise<string | undefined>) {
  const facts = new Map<string, () => ScriptFacts>();
  const byName = new Map<string, string[]>();
  const known: Known = {
    named: (name) => byName.get(name) ?? [],
    factsOf: (path) => facts.get(path)?.(),
  };

  return {
    add: (path: string, own?: () => ScriptFacts): void => {
      if (own) facts.set(path, once(own));
      addTo(byName, nameOf(path), path);
    },
    /** A file with all it brings in; undefined if one concerns QEMU or only a run can tell. */
    quietFiles: async (path: string, text: string): Promise<ReadonlySet<string> | undefined> => {
      if (isQuietAlone(text)) return new Set([path]);
      let graph = graphOf(path, known);
      while (graph.missing.length > 0) {
        for (const missing of graph.missing) {
          const found = (await read(missing)) ?? '';
          facts.set(
            missing,
            once(() => factsOfFile(languageOfFile(missing, found) ?? '', missing, found)),
          );
        }
        graph = graphOf(path, known);
      }
      return graph.quiet;
    },
  };
}

const MAY_INCLUDE = /^[ \t]*[-s]?include\s|\balias\b/m;

/** Whether the characters of a script show that it concerns no QEMU and includes nothing; saves its tree. */
function isQuietAlone(text: string): boolean {
  const { isSeed, bringsIn } = textFacts(text).outside;
  return !isSeed && bringsIn.size === 0 && !MAY_INCLUDE.test(text);
}
