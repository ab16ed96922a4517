/**
 * Commands in files that a script writes for others to run: units of systemd, Dockerfiles, tables of cron, entries of
 * a desktop, settings of supervisord, and the options of a machine of Proxmox. Each of these languages divides a line
 * in words nearly as a shell does; none of them expands what a shell would, so nothing is ever written into them.
 */
import { scheduledIn, valuesOf } from '../../../syntax/command-lines/reader.ts';
import { readDocker } from '../../../syntax/dockerfile/reader.ts';
import { stringsIn } from '../../../syntax/json/strings.ts';
import { concat, type MappedText, mappedText, slice } from '../../../text/mapped-text.ts';
import { asBlank, readAgainText } from './nested-text.ts';

/** `ExecStart=-/usr/bin/qemu-system-x86_64 …`, `Exec=…` of a desktop's entry, `command=…` of supervisord. */
const KEY =
  /^[ \t]*(?:Exec(?:Start|StartPre|StartPost|Reload|Stop|StopPost)?|command)[ \t]*=[ \t]*[-@:+!|]*/;
/** `args: -monitor …` of a machine of Proxmox. */
const ARGUMENTS = /^[ \t]*args:[ \t]*(?=-)/;

/** Files in which commands are an example for people. */
const DOCUMENTATION =
  /\.(?:md|markdown|rst|adoc|txt|html?|tex|log|[1-8])$|(?:^|\/)(?:README|NEWS|CHANGELOG)[^/]*$/i;

/**
 * The commands in a file that a script writes, as scripts in which nothing can be changed; none in a text of another
 * kind.
 */
export function commandsIn(text: MappedText, path: string): readonly MappedText[] {
  if (DOCUMENTATION.test(path)) return [];
  const isRecipe =
    /(?:^|\/)(?:Docker|Container)file[^/]*$/i.test(path) || /^[ \t]*FROM[ \t]/im.test(text.decoded);
  const isUnit =
    /\.(?:service|desktop|conf|ini)$/.test(path) || /^[ \t]*\[[\w: -]+\]/m.test(text.decoded);
  return [
    ...(isUnit ? valuesOf(text, KEY, true).map((line) => readAgainText(line.text)) : []),
    ...(isRecipe ? recipeIn(text) : []),
    ...scheduledCommandsIn(text),
  ];
}

/** The commands in a table of cron. */
export function scheduledCommandsIn(text: MappedText): readonly MappedText[] {
  return scheduledIn(text).map((line) => readAgainText(line.text));
}

/** The options that a text holds for a machine of Proxmox. */
export function machineArgumentsIn(text: MappedText): readonly MappedText[] {
  return valuesOf(text, ARGUMENTS).map((line) => readAgainText(line.text));
}

/** The commands of a Dockerfile. */
function recipeIn(text: MappedText): readonly MappedText[] {
  return readDocker(text).instructions.flatMap((instruction) => {
    if (!/^(?:RUN|CMD|ENTRYPOINT)$/.test(instruction.keyword)) return [];
    const options = /^(?:--\S+\s+)*/.exec(instruction.text.decoded)?.[0].length ?? 0;
    const command = slice(instruction.text, options);
    // `[ -x FILE ] && …` is a command for a shell.
    return [readAgainText(stringsIn(command) ? fromArray(command) : command)];
  });
}

/** `["qemu-system-x86_64", "-monitor", …]` as words with blanks between them. */
function fromArray(text: MappedText): MappedText {
  const parts: MappedText[] = [];
  for (const { index, 0: word } of text.decoded.matchAll(/"(?:\\.|[^"\\])*"/g)) {
    const end = index + word.length;
    // What stands behind it is a comma or the end of the list.
    parts.push(slice(text, index, end), mappedText(slice(text, end, end + 1).pieces.map(asBlank)));
  }
  return concat(parts);
}
