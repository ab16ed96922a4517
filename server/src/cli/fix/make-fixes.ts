/** Applies fixes to texts in rounds, grouped by shared files. Writes nothing. Why: docs/decisions/fix-all.md */
import type { FileEdit } from '../../service/analysis/file-findings.ts';
import type { ChosenFix, FixAll } from '../../service/fixes/fix-all.ts';
import { addTo, applyEdits, fixAll, LIMITS } from '../../workspace/front-end.ts';
import type { Request } from '../arguments/parse.ts';
import { type CheckedProject, sweepAgain } from '../check/check-projects.ts';
import { linkedPaths } from '../check/linked-paths.ts';
import type { GivenText } from '../check/open-project.ts';
import type { World } from '../world.ts';

export interface ChangedFile {
  /** Absolute, with `/`. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** A fixed project, not written yet. */
export interface MadeFixes {
  readonly project: CheckedProject;
  /** Files that are written together or not at all. */
  readonly groups: readonly (readonly ChangedFile[])[];
  readonly fixed: number;
  readonly spared: readonly ChosenFix[];
}

interface FixOptions {
  readonly request: Request;
  readonly world: World;
  readonly given: readonly GivenText[];
  /** The only text that may change; undefined for any. */
  readonly within: string | undefined;
}

/** Fixes a checked project; undefined if cancelled. */
export async function makeFixes(
  first: CheckedProject,
  { request, world, given, within }: FixOptions,
): Promise<MadeFixes | undefined> {
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  const links = linkedPaths();
  let project = first;
  let fixed = 0;
  let left: readonly ChosenFix[] = [];
  for (let round = 0; round < LIMITS.fixRounds; round++) {
    const { chosen, fixed: gone, offered, spared } = chooseFixes(project, within);
    left = spared;
    const made = request.fix === 'all' ? [...chosen, ...offered] : chosen;
    if (made.length === 0) break;
    const edits = new Map<string, FileEdit[]>();
    for (const { fix } of made) {
      links.link(fix.edits.map(({ path }) => path));
      for (const edit of fix.edits) addTo(edits, edit.path, edit);
    }
    let isChanged = false;
    for (const [path, ofFile] of edits) {
      const text = project.documentOf(path)?.getText();
      const next = text === undefined ? undefined : applyEdits(text, ofFile);
      // Chosen edits never overlap, and half a fix must not be written.
      if (text === undefined || next === undefined) throw new Error(`The fixes of ${path} collide`);
      if (!before.has(path)) before.set(path, text);
      after.set(path, next);
      isChanged ||= next !== text;
    }
    if (!isChanged) break;
    fixed += gone.length + (request.fix === 'all' ? offered.length : 0);
    const own = given.filter(({ path }) => !after.has(path));
    const texts = [...after].map(([path, text]) => ({
      ...given.find((one) => one.path === path),
      path,
      text,
    }));
    const next = await sweepAgain({
      project: project.project,
      config: project.config,
      world,
      request: { ...request, quiet: true },
      given: [...own, ...texts],
    });
    if (next === undefined) return undefined;
    project = next;
  }
  const groups = links.groups([...after.keys()].toSorted()).map((paths) =>
    paths.flatMap((path): readonly ChangedFile[] => {
      const change = { path, before: before.get(path) ?? '', after: after.get(path) ?? '' };
      return change.before === change.after ? [] : [change];
    }),
  );
  const isChanged = (group: readonly ChangedFile[]) => group.length > 0;
  return { project, groups: groups.filter(isChanged), fixed, spared: left };
}

function chooseFixes(
  { sweep, isWanted, render }: CheckedProject,
  within: string | undefined,
): FixAll {
  const { files, sockets, isComplete } = sweep;
  const wanted = files.filter(({ path }) => isWanted(path));
  const options = { render, sockets, isComplete, within };
  return fixAll(wanted, { ...options, offersAll: true, sparesClients: true });
}
