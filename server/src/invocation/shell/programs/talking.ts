/**
 * Commands that only talk about what their words name. Of those that nobody knows their name tells: `log_info` and
 * `printMessage` do, `log_cmd` and `echo_and_run` run what they are given.
 */

import { wordSet } from '../../../text/split-words.ts';
import { programAt } from './table.ts';

/** What names of commands that say something begin with. */
const SAYING = wordSet(`
  log logger logging info warn warning warnx error err errx debug trace verbose msg message
  notice note die fail fatal abort panic bail usage help hint title header banner comment assert
  expect should contains match matches einfo ewarn eerror elog refute
`);
/** Those of them that say it even of a command. */
const PRINTING = wordSet('print println printf echo say tell show display dump eecho');
/** Parts of a name that say that something is done besides. */
const DOING = /^(?:run|runs|exec|execute|eval|and|do|start|launch|boot)$/;

/** Whether a command that nobody knows runs a string that it is given, as far as its name tells. */
export function runsStrings(name: string): boolean {
  return programAt(name) === undefined && partsOf(name).some((part) => RUNNING.test(part));
}

/** Parts of the name of a command that runs a string somewhere, and now. */
const RUNNING =
  /^(?:run|exec|execute|start|launch|spawn|boot|retry|try|bg|background|pane|remote|ssh)$/;

/** `log` and `cmd` of `log_cmd`, `echo`, `and` and `run` of `echoAndRun`. */
function partsOf(name: string): readonly string[] {
  // Most names have one part.
  if (/^[a-z\d]+$/.test(name)) return [name];
  const parts = name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[-_:.]+/);
  return parts.filter((part) => part !== '');
}

/** Whether a command only talks, by its name or path; of a script that lies somewhere its name does not tell. */
export function onlyTalks(path: string): boolean {
  const known = programAt(path);
  if (known) return known.onlyTalks === true;
  if (path.includes('/')) return false;
  const parts = partsOf(path);
  const [first = ''] = parts;
  if (parts.some((part) => DOING.test(part))) return false;
  if (PRINTING.has(first)) return true;
  // `log_cmd` runs a command and says so.
  return (
    SAYING.has(parts.at(-1) ?? '') ||
    (SAYING.has(first) && !/^c(?:md|ommand)$/.test(parts.at(-1) ?? ''))
  );
}
