/**
 * Commands in files that a script writes for others to run: units of systemd, Dockerfiles, tables of cron, entries of
 * a desktop, settings of supervisord, and the options of a machine of Proxmox. Each of these languages divides a line
 * in words nearly as a shell does; none of them expands what a shell would, so nothing is ever written into them.
 */
import { stringsIn } from '../../../syntax/json/strings.ts';
import {
  concat,
  type MappedText,
  mappedText,
  type Piece,
  slice,
} from '../../../text/mapped-text.ts';
import { readAgainText } from './nested-text.ts';

/** `ExecStart=-/usr/bin/qemu-system-x86_64 …`, `Exec=…` of a desktop's entry, `command=…` of supervisord. */
const KEY =
  /^[ \t]*(?:Exec(?:Start|StartPre|StartPost|Reload|Stop|StopPost)?|command)[ \t]*=[ \t]*[-@:+!|]*/;
/** `CMD qemu-system-x86_64 …`, `RUN --mount=… qemu-system-x86_64 …` of a Dockerfile. */
const INSTRUCTION = /^[ \t]*(?:CMD|ENTRYPOINT|RUN)[ \t]+(?:--\S+[ \t]+)*/i;
/** `@reboot qemu-system-x86_64 …`, `0 3 * * * …`. */
const SCHEDULE =
  /^[ \t]*(?:@(?:reboot|hourly|daily|midnight|weekly|monthly|annually|yearly)|(?:[\d*,/?LW-]+[ \t]+){2}(?:[\w*,/?#-]+[ \t]+){2}[\w*,/?#-]+)[ \t]+/;
/** `args: -monitor …` of a machine of Proxmox. */
const ARGUMENTS = /^[ \t]*args:[ \t]*(?=-)/;

/** A line may begin behind what nobody knows, to which it was appended. */
const UNKNOWN_START = /^\uFFFC+/;

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
    /(?:^|\/)(?:Docker|Container)file[^/]*$/i.test(path) || /^[ \t]*FROM[ \t]/im.test(text.text);
  const isUnit =
    /\.(?:service|desktop|conf|ini)$/.test(path) || /^[ \t]*\[[\w: -]+\]/m.test(text.text);
  const begins = [...(isUnit ? [KEY] : []), ...(isRecipe ? [INSTRUCTION] : []), SCHEDULE];
  return linesOf(text).flatMap((line): readonly MappedText[] => {
    const start = begins.map((begin) => begin.exec(line.text)?.[0].length);
    const found = start.find((length) => length !== undefined);
    if (found === undefined) return [];
    const command = slice(line, found);
    // `[ -x FILE ] && …` is a command for a shell.
    return [readAgainText(stringsIn(command) ? fromArray(command) : command)];
  });
}

/** The commands in a table of cron. */
export function scheduledIn(text: MappedText): readonly MappedText[] {
  return linesOf(text).flatMap((line): readonly MappedText[] => {
    const [begin] = SCHEDULE.exec(line.text) ?? [];
    return begin === undefined ? [] : [readAgainText(slice(line, begin.length))];
  });
}

/** The options that a text holds for a machine of Proxmox. */
export function machineArgumentsIn(text: MappedText): readonly MappedText[] {
  return linesOf(text).flatMap((line): readonly MappedText[] => {
    const [begin] = ARGUMENTS.exec(line.text) ?? [];
    return begin === undefined ? [] : [readAgainText(slice(line, begin.length))];
  });
}

/** The lines of a text, those that a backslash continues as one. */
function linesOf(text: MappedText): readonly MappedText[] {
  const lines: MappedText[] = [];
  for (const match of text.text.matchAll(/(?:\\[\s\S]|[^\n\\])+/g)) {
    const line = slice(text, match.index, match.index + match[0].length);
    const unknown = UNKNOWN_START.exec(line.text)?.[0].length ?? 0;
    lines.push(unknown === 0 ? line : slice(line, unknown));
  }
  return lines;
}

/** `["qemu-system-x86_64", "-monitor", …]` as words with blanks between them. */
function fromArray(text: MappedText): MappedText {
  const parts: MappedText[] = [];
  for (const { index, 0: word } of text.text.matchAll(/"(?:\\.|[^"\\])*"/g)) {
    const end = index + word.length;
    // What stands behind it is a comma or the end of the list.
    parts.push(slice(text, index, end), mappedText(slice(text, end, end + 1).pieces.map(blank)));
  }
  return concat(parts);
}

function blank(piece: Piece): Piece {
  return piece.kind === 'known' ? { ...piece, text: ' ', verbatim: false } : piece;
}
