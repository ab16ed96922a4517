/** Which fixes `--fix` makes: the choice that an editor makes for a whole workspace, among what was asked for. */
import type { FixAll } from '../../service/fixes/fix-all.ts';
import { fixAll } from '../../workspace/front-end.ts';
import type { SweptProject } from './sweep-project.ts';

/** `within` is the one file that may be changed; any without it. */
export function chooseFixes({ sweep, isWanted, render }: SweptProject, within?: string): FixAll {
  const { files, sockets, isComplete } = sweep;
  const wanted = files.filter(({ path }) => isWanted(path));
  return fixAll(wanted, {
    ...{ render, sockets, isComplete, offersAll: true },
    ...(within !== undefined && { within }),
  });
}
