/**
 * A list of ports and a search in it, as in `ss -ltn | grep -q :4444`: with `-x` the same programs list
 * UNIX sockets by their paths (ss(8), netstat(8)).
 */
import { isKnown, type MappedText, slice } from '../../../text/mapped-text.ts';
import type { ClientEdit } from '../../client.ts';
import type { Word } from '../../invocation.ts';
import { replaceWords } from '../launch/written-words.ts';
import { readOptions } from '../nested/option-words.ts';
import { programAt } from '../programs/table.ts';
import { allEdits, type ToolCall, type ToolFinding, textWord } from './connection-tool.ts';

/** The command in front of a search that lists who listens on ports. */
export interface Listing {
  readonly list: ToolCall;
  /** Whether a command between the two makes something else of the lines. */
  readonly filtered: boolean;
}

/** Whether a command of this name searches in the list that the one in front of it prints. */
export function maySearch(name: string): boolean {
  return programAt(name)?.searches === true;
}

/** What may stand in front of the port in a pattern, and mean that the port follows. */
const BEFORE = /^(?:.*(?:\[:\.\]|\[\.:\]|:))?$/;
/** What may stand behind the port, and mean that it ends there. */
const BEHIND = /(?<![\s$])(?:\\b|\\>|\\s|\\s\+|\$|\s|\[\[:space:\]\]|\[\^0-9\]|\.\*(?:LISTEN)?)+$/;
/** How long a pattern is at most of which no more is asked than whether it is a port. */
const LONGEST = 200;

/** Options of grep with which it looks for a path as it looked for a port. */
const GREP_KEPT = /^[qwEFsic]$|^(?:quiet|silent|extended-regexp|fixed-strings|word-regexp|count)$/;

/** A search for a port in the list that another command prints. */
export function searchIn({ list, filtered }: Listing, search: ToolCall): readonly ToolFinding[] {
  const { values, operands } = readOptions(search.words.slice(1), {
    letters: 'eABCmf',
    names: ['regexp'],
    permuted: true,
  });
  const [operand] = operands;
  const pattern = values.get('e') ?? operand?.value;
  if (pattern === undefined) return [];
  const port = portIn(pattern);
  if (port === undefined) return mentionedIn(pattern);
  const before = pattern.decoded.slice(0, pattern.decoded.indexOf(port.decoded));
  const plain = !filtered && PLAIN.test(before);
  // Who reads the lines finds other ones.
  const shown = search.read && !values.has('q') && !values.has('c');
  const kept = [...values.keys()].every((name) => GREP_KEPT.test(name));
  const whole = operands.length === 1 && !values.has('e');
  const rewrite =
    plain && !shown && kept && whole ? () => searchEdits(list, search, operand) : undefined;
  return [{ host: undefined, port, transport: 'tcp', rewrite }];
}

/** What stands in front of a port and is no part of a path: an address, or what `ss` prints before it. */
const PLAIN = /^(?:(?:LISTEN|\^)?(?:\.\*)?(?:localhost|[\d.\\*]+)?:|\[:\.\]|\[\.:\]|)$/;

/** Whether a search keeps all that matters of a list: the lines of who listens. */
export function keepsListeners({ words }: Pick<ToolCall, 'words'>): boolean {
  const operands = words.slice(1).filter(({ value }) => !value.decoded.startsWith('-'));
  return operands.length === 1 && operands[0]?.value.decoded === 'LISTEN';
}

/** A port in a pattern that says more: `:4444.*qemu`. */
function mentionedIn(pattern: MappedText): readonly ToolFinding[] {
  const match = /:(\d{2,5})(?!\d)/.exec(pattern.decoded);
  if (match === null) return [];
  const port = slice(pattern, match.index + 1, match.index + match[0].length);
  return [{ host: undefined, port, transport: 'tcp', rewrite: undefined }];
}

/** The `4444` of `:4444`, `:4444\b`, `4444 `; undefined where the pattern is about something else. */
function portIn(pattern: MappedText): MappedText | undefined {
  if (pattern.decoded.length > LONGEST) return undefined;
  const end = pattern.decoded.length - (BEHIND.exec(pattern.decoded)?.[0].length ?? 0);
  const colon = pattern.decoded.lastIndexOf(':', end - 1);
  const bracket = pattern.decoded.startsWith(']', colon + 1) || pattern.decoded[colon + 1] === '.';
  const start =
    colon === -1 ? 0 : colon + (bracket ? pattern.decoded.slice(colon).indexOf(']') + 1 : 1);
  const port = slice(pattern, start, end);
  if (!BEFORE.test(pattern.decoded.slice(0, start)) || port.decoded === '') return undefined;
  if (isKnown(port)) return /^\d{2,5}$/.test(port.decoded) ? port : undefined;
  return port;
}

function searchEdits(
  list: ToolCall,
  { written }: ToolCall,
  pattern: Word | undefined,
): readonly ClientEdit[] | undefined {
  const options = unixOptions(list);
  const place = written().placeOf(pattern);
  const edit = replaceWords(place, place, [[{ kind: 'socket', within: 'pattern' }]]);
  return options && allEdits([...options, edit]);
}

/** The edits that make `-ltn` the `-lxn` that lists UNIX sockets; undefined for options that have no such. */
function unixOptions({ words, written }: ToolCall): readonly ClientEdit[] | undefined {
  const edits: (ClientEdit | undefined)[] = [];
  let chosen = false;
  for (const word of words.slice(1)) {
    const { decoded } = word.value;
    if (/^--(?:listening|numeric|processes|programs|all|no-header|wide)$/.test(decoded)) continue;
    const long = /^--(?:tcp|unix)$/.test(decoded);
    if (!long && !/^-[ltnpHaeWux]+$/.test(decoded)) return undefined;
    const letters = long ? '' : decoded.slice(1).replace(/[tux]/g, '');
    const chooses = long || /[tux]/.test(decoded);
    if (!chooses) continue;
    const own = long ? '--unix' : `-${chosen ? '' : 'x'}${letters}`;
    chosen = true;
    if (own === decoded || own === '-') continue;
    const place = written().placeOf(word);
    edits.push(replaceWords(place, place, [textWord(own)]));
  }
  const made = edits.filter((edit) => edit !== undefined);
  return made.length === edits.length ? made : undefined;
}

/** A filter of `ss` itself, such as `sport = :4444`, which has no equivalent of the same form. */
export function filterIn({ words }: ToolCall): readonly ToolFinding[] {
  return words.slice(1).flatMap(({ value }): readonly ToolFinding[] => {
    const match = /(?:^|[\s:])(\d{2,5})\W*$/.exec(value.decoded);
    const port = match?.[1];
    if (port === undefined || value.decoded.startsWith('-')) return [];
    const start = value.decoded.lastIndexOf(port);
    const found = slice(value, start, start + port.length);
    return [{ host: undefined, port: found, transport: 'tcp', rewrite: undefined }];
  });
}
