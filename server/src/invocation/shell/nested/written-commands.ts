/** Commands in written files: systemd units, Dockerfiles, crontabs, desktop entries. Not shell syntax, so no edits. */
import { scheduledIn, valuesOf } from '../../../syntax/command-lines/reader.ts';
import { readDocker } from '../../../syntax/dockerfile/reader.ts';
import { stringsIn } from '../../../syntax/json/strings.ts';
import { concat, type MappedText, mappedText, slice } from '../../../text/mapped-text.ts';
import { asBlank, readAgainText } from './nested-text.ts';

/** `ExecStart=-/usr/bin/qemu-system-x86_64 …`, `Exec=…`, supervisord's `command=…` */
const KEY =
  /^[ \t]*(?:Exec(?:Start|StartPre|StartPost|Reload|Stop|StopPost)?|command)[ \t]*=[ \t]*[-@:+!|]*/;
/** QEMU's arguments of a Proxmox machine: `args: -monitor …`. */
const ARGUMENTS = /^[ \t]*args:[ \t]*(?=-)/;

/** Only examples. */
const DOCUMENTATION =
  /\.(?:md|markdown|rst|adoc|txt|html?|tex|log|[1-8])$|(?:^|\/)(?:README|NEWS|CHANGELOG)[^/]*$/i;

/** A file's commands, as scripts without edits. */
export function commandsIn(text: MappedText, path: string): readonly MappedText[] {
  if (DOCUMENTATION.test(path)) return [];
  const isRecipe =
    /(?:^|\/)(?:Docker|Container)file[^/]*$/i.test(path) || /^[ \t]*FROM[ \t]/im.test(text.decoded);
  const isUnit =
    /\.(?:service|desktop|conf|ini)$/.test(path) || /^[ \t]*\[[\w: -]+\]/m.test(text.decoded);
  return [
    ...(isUnit ? valuesOf(text, KEY, 'backslash').map((line) => readAgainText(line.text)) : []),
    ...(isRecipe ? recipeIn(text) : []),
    ...scheduledCommandsIn(text),
  ];
}

/** A crontab's commands. */
export function scheduledCommandsIn(text: MappedText): readonly MappedText[] {
  return scheduledIn(text).map((line) => readAgainText(line.text));
}

/** A Proxmox machine's options. */
export function machineArgumentsIn(text: MappedText): readonly MappedText[] {
  return valuesOf(text, ARGUMENTS).map((line) => readAgainText(line.text));
}

/** A Dockerfile's commands. */
export function recipeIn(text: MappedText): readonly MappedText[] {
  return readDocker(text).instructions.flatMap((instruction) => {
    if (!/^(?:RUN|CMD|ENTRYPOINT)$/.test(instruction.keyword)) return [];
    const options = /^(?:--\S+\s+)*/.exec(instruction.text.decoded)?.[0].length ?? 0;
    const command = slice(instruction.text, options);
    // `[ -x FILE ] && …` is no array.
    return [readAgainText(stringsIn(command) ? fromArray(command) : command)];
  });
}

/** `["qemu-system-x86_64", "-monitor", …]` as words joined by blanks. */
function fromArray(text: MappedText): MappedText {
  const parts: MappedText[] = [];
  for (const { index, 0: word } of text.decoded.matchAll(/"(?:\\.|[^"\\])*"/g)) {
    const end = index + word.length;
    parts.push(slice(text, index, end), mappedText(slice(text, end, end + 1).pieces.map(asBlank)));
  }
  return concat(parts);
}
