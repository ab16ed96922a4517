/** Text that is expected, compared, logged or printed. */

import { LIMITS } from '../../text/limits.ts';
import type { Program } from './program.ts';

const TALKS = new RegExp(
  [
    // `assertEquals`, `println`, `logf`, `EXPECT_EQ`
    '^(?:assert|expect|verify|validate|should|e?print|f?printf|vprintf|printk|XCT)\\w*$',
    '^(?:is|isnt|is_deeply|like|unlike|cmp_ok|cmp_deeply|diag|say|croak|confess|carp|cluck)$',
    '^(?:eql?|match_array|contain_exactly|refute\\w*|raise|throw|title)$',
    '^(?:CHECK|REQUIRE|TEST)_\\w+$|^log(?:f|ln|ger|s|_?(?:info|debug|warn|error|message|line)\\w*)?$',
    '^(?:puts|fputs|echo|debug|dbg|info|warn|warning|error|err|fatal|trace|critical|panic|die|usage|help|bail)[fx!]?$',
    '^(?:unreachable|todo|unimplemented|abort|describe|message|notice|alert|perror|syslog|NSLog|write-\\w+)$',
    '^(?:strcmp|strncmp|strcasecmp|strstr|indexOf|lastIndexOf|includes|contains|startsWith|endsWith)$',
    '^(?:starts_with|ends_with|HasPrefix|HasSuffix|hasPrefix|hasSuffix|match|matches|test|search|replace)$',
    '^(?:find|findstr|select-string|count|equals|equalsIgnoreCase|compareTo|g_str_has_prefix)$',
  ].join('|'),
  'i',
);
/** Calls that compare, by the end of the name: `toEqual`, `assertThat(x).isEqualTo`, `ElementsMatch`. */
const COMPARES =
  /(?:^to(?:Be|Equal|StrictEqual|Contain|Match|HaveBeen|Include|Throw)\w*|[eE]qual(?:s|To|Values)?|ElementsMatch|Subset|[cC]ontainsExactly\w*|deepEqual|strictEqual|assert\w*|Errorf?|Exception|Fatalf?|Logf?|Printf?|Println|Fprintf)$/;
/** Variables whose text nothing runs: expected values, help. */
const NAMES =
  /^(?:want|wants|wanted|expect|expects|expected|exp|usage|help|doc|docs|description|desc|example|examples|synopsis|message|msg|comment|comments|title|label|hint|note|notes|placeholder|summary|readme|markdown)s?$|^(?:want|expect(?:ed)?)(?:[A-Z_]\w*)$|_(?:want|expected|usage|help|doc|message|msg)$|(?:Usage|Help|Doc|Message|Description|Expected)$/;
const DEFINES_OPTION = /(?:option|flag|arg|argument|param|parameter|opt|switch)s?$/i;

const COMPARES_TWO = /^(?:==|!=|===|!==|=~|-eq|-ne|-like|-match|-contains|-cmatch)$/i;

function isComparedWith(token: string): boolean {
  return COMPARES_TWO.test(token) || /^case$/i.test(token);
}

export function isDeadText(program: Program, index: number): boolean {
  const { textAt, wordAt, tokenAt, plainAt, language } = program;
  if (isComparedWith(wordAt(index - 1)) || /^(?:==|!=|===|!==|=~)$/.test(textAt(index + 1)))
    return true;
  // A call without brackets: `println '…'`.
  const before = plainAt(index - 1);
  if (before?.kind === 'name' && !tokenAt(index)?.isFirst && TALKS.test(before.text)) return true;
  // The first word of a command: `Write-Host "…"`, `echo …`.
  if (language.neighbours === 'elements') {
    const first = program.statementStart(index);
    // Batch files also have `echo.`.
    const command = /^@?([^.:]*)/.exec(wordAt(first))?.[1] ?? '';
    if (first !== index && TALKS.test(command)) return true;
  }
  let at = index;
  for (let steps = 0; steps < LIMITS.steps; steps++) {
    if (isNamedForPeople(program, at) || isSaidWithoutBrackets(program, at)) return true;
    const parent = tokenAt(at)?.parent ?? -1;
    if (parent === -1 || program.isBlock(parent)) return isLoopOfTalk(program, at);
    const name = calleeOf(program, parent);
    if (name !== undefined) {
      if ((TALKS.test(name) || COMPARES.test(name)) && !writesFile(program, parent, name))
        return true;
      if (
        wordAt(index).startsWith('--') &&
        DEFINES_OPTION.test(name) &&
        /^(?:add|register|define|declare|flag|option)/i.test(name)
      )
        return true;
    }
    if (COMPARES_TWO.test(textAt((plainAt(parent)?.match ?? -2) + 1))) return true;
    if (isComparedWith(textAt(parent - 1))) return true;
    at = parent;
  }
  return false;
}

/** `fprintf(f, …)`, `fmt.Fprintf(&unit, …)`; not `fputs(…, stderr)`. */
function writesFile({ file, tokenAt, plainAt }: Program, open: number, name: string): boolean {
  if (!/^f(?:print|put)/i.test(name)) return false;
  const end = tokenAt(plainAt(open)?.match ?? -1)?.end;
  return !/std(?:err|out)/i.test(file.source.slice(tokenAt(open)?.start, end));
}

/** Whether a loop over a list only compares or prints: `for pair in […] { assert!(…); }` */
function isLoopOfTalk({ textAt, plainAt }: Program, list: number): boolean {
  if (textAt(textAt(list - 1) === '&' ? list - 2 : list - 1) !== 'in') return false;
  const open = (plainAt(list)?.match ?? -2) + 1;
  const end = textAt(open) === '{' ? plainAt(open)?.match : undefined;
  if (end === undefined) return false;
  let at = open + 1;
  while (at < end) {
    const name = textAt(at++);
    if (textAt(at) === '!') at++;
    const close = textAt(at) === '(' ? plainAt(at)?.match : undefined;
    if (close === undefined || close < at || !TALKS.test(name)) return false;
    at = textAt(close + 1) === ';' ? close + 2 : close + 1;
  }
  return at > open + 1;
}

/** `raise ArgumentError, '…'` */
function isSaidWithoutBrackets({ statementStart, plainAt, textAt, language }: Program, at: number) {
  if (!language.callsBare) return false;
  const first = statementStart(at);
  return first < at && TALKS.test(textAt(first)) && plainAt(first + 1)?.kind !== 'mark';
}

/** The callee of an opening bracket; undefined for others. */
export function calleeOf({ textAt, plainAt, wordAt, tokenAt, language }: Program, open: number) {
  if (textAt(open) !== '(') return undefined;
  let before = open - 1;
  if (textAt(before) === '!') before--;
  if (language.sets === 'call') return wordAt(before);
  // `f<T>(…)`
  if (textAt(before) === '>') {
    while (before > open - 8 && textAt(before) !== '<') before--;
    before--;
  }
  const isName = plainAt(before)?.kind === 'name' && !tokenAt(open)?.isFirst;
  return isName ? textAt(before) : undefined;
}

/** `want: […]`, `usage = "…"` */
function isNamedForPeople({ textAt, wordAt, tokenAt, plainAt }: Program, index: number): boolean {
  const parent = tokenAt(index)?.parent ?? -1;
  for (let at = index - 1; at > Math.max(parent, index - 10); at--) {
    const text = textAt(at);
    if (text === ',' || text === ';' || text === '(' || text === ')') return false;
    if (text !== '=' && text !== ':=' && text !== ':' && text !== '+=' && text !== '=>') continue;
    for (let name = at - 1; name >= Math.max(parent + 1, at - 8); name--) {
      const token = tokenAt(name);
      if (token === undefined || /^[,;{}]$/.test(textAt(name))) return false;
      const isWord = token.kind === 'literal' || plainAt(name)?.kind === 'name';
      if (isWord && NAMES.test(wordAt(name).replace(/^\$/, ''))) return true;
      if (textAt(name) === '.' || token.isFirst) return false;
    }
    return false;
  }
  return false;
}
