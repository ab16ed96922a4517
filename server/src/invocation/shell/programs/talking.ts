/** Commands that only print their words, by name: `log_info`; `log_cmd` and `echo_and_run` run them. */

import { wordSet } from '../../../text/split-words.ts';
import { programAt } from './table.ts';

const SAYING = wordSet(`
  log logger logging info warn warning warnx error err errx debug trace verbose msg message
  notice note die fail fatal abort panic bail usage help hint title header banner comment assert
  expect should contains match matches einfo ewarn eerror elog refute
`);
/** First parts of names that only print, even a command's words. */
const PRINTING = wordSet('print println printf echo say tell show display dump eecho');
const DOING = /^(?:run|runs|exec|execute|eval|and|do|start|launch|boot)$/;

/** Whether an unknown command's name suggests that it runs a string. */
export function runsStrings(name: string): boolean {
  return programAt(name) === undefined && partsOf(name).some((part) => RUNNING.test(part));
}

const RUNNING =
  /^(?:run|exec|execute|start|launch|spawn|boot|retry|try|bg|background|pane|remote|ssh)$/;

/** `log` and `cmd` of `log_cmd`; `echo`, `and`, `run` of `echoAndRun`. */
function partsOf(name: string): readonly string[] {
  if (/^[a-z\d]+$/.test(name)) return [name];
  const parts = name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[-_:.]+/);
  return parts.filter((part) => part !== '');
}

/** Whether a command only prints; false for a script's path. */
export function onlyTalks(path: string): boolean {
  const known = programAt(path);
  if (known) return known.onlyTalks === true;
  if (path.includes('/')) return false;
  const parts = partsOf(path);
  const [first = ''] = parts;
  if (parts.some((part) => DOING.test(part))) return false;
  if (PRINTING.has(first)) return true;
  // `log_cmd` runs a command.
  return (
    SAYING.has(parts.at(-1) ?? '') ||
    (SAYING.has(first) && !/^c(?:md|ommand)$/.test(parts.at(-1) ?? ''))
  );
}
