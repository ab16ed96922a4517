/** Tells comments by the file name's ending. Quotes are followed within a line; in doubt nothing is a comment. */

import { LIMITS } from '../../text/limits.ts';

interface CommentFamily {
  /** Up to the line's end. */
  readonly line: readonly string[];
  /** Over several lines. */
  readonly block: readonly (readonly [begin: string, end: string])[];
}

const SLASHES: CommentFamily = { line: ['//'], block: [['/*', '*/']] };
const HASH: CommentFamily = { line: ['#'], block: [] };
const DASHES: CommentFamily = {
  line: ['--'],
  block: [
    ['--[[', ']]'],
    ['{-', '-}'],
  ],
};
const SEMICOLON: CommentFamily = { line: [';'], block: [] };
const MARKUP: CommentFamily = { line: [], block: [['<!--', '-->']] };
const NONE: CommentFamily = { line: [], block: [] };

/** By the ending of a file's name; others have `#`. */
const FAMILIES: readonly (readonly [endings: RegExp, family: CommentFamily])[] = [
  [
    /\.(?:[chm]|cc|cpp|cxx|hh|hpp|cs|java|[cm]?[jt]sx?|go|rs|swift|kts?|scala|dart|zig|v|sv|groovy|gradle|jsonc|json5?|proto|d|css|scss|dtsi?|S)$/,
    SLASHES,
  ],
  [/(?:^|\/)Jenkinsfile[^/]*$/, SLASHES],
  [/\.php$/, { line: ['//', '#'], block: SLASHES.block }],
  [/\.(?:tf|hcl|nix)$/, { line: ['#', '//'], block: SLASHES.block }],
  [/\.(?:lua|sql|hs|ad[bs]|vhdl?|elm)$/, DASHES],
  [/\.(?:el|lisp|cl|scm|rkt|clj|asm|s)$/, SEMICOLON],
  [/\.(?:ini|cfg|conf|inf)$/, { line: ['#', ';'], block: [] }],
  [/\.(?:md|markdown|xml|html?|svg|xsl|vue)$/i, MARKUP],
  [/\.(?:txt|rst|adoc|org|log|csv|tsv)$/i, NONE],
  [/\.(?:bat|cmd)$/i, { line: ['rem ', 'REM ', '@rem ', '::'], block: [] }],
  [/\.ps[md]?1$/i, { line: ['#'], block: [['<#', '#>']] }],
  [/\.(?:erl|hrl|tex)$/, { line: ['%'], block: [] }],
];

export type InComment = (offset: number) => boolean;

/** Reads block comments at once, line comments on demand. */
export function commentsOf(path: string, text: string): InComment {
  const { line, block } = FAMILIES.find(([endings]) => endings.test(path))?.[1] ?? HASH;
  const blocks = block.flatMap(([begin, end]) => [...blocksIn(text, begin, end)]);
  return (offset) => {
    if (blocks.some((one) => one.start <= offset && offset < one.end)) return true;
    const start = text.lastIndexOf('\n', offset - 1) + 1;
    const before = text.slice(Math.max(start, offset - LIMITS.pieces), offset);
    return line.some((begin) => isOpened(before, begin));
  };
}

function* blocksIn(text: string, begin: string, end: string) {
  let from = 0;
  for (;;) {
    const start = text.indexOf(begin, from);
    if (start === -1) return;
    // A glob such as `"src/*"` begins none.
    const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
    const close = text.indexOf(end, start + begin.length);
    from = start + begin.length;
    if (quoteAfter(line) !== undefined || close === -1) continue;
    from = close + end.length;
    yield { start, end: from };
  }
}

/** Whether a comment begins outside quotes. */
function isOpened(before: string, begin: string): boolean {
  for (let at = before.indexOf(begin); at !== -1; at = before.indexOf(begin, at + 1)) {
    const last = before[at - 1];
    // `$#`, `a#b`, `http://` and `a--b` go on.
    const isApart = at === 0 || /[\s;,{}()[\]]/.test(last ?? '');
    if (isApart && quoteAfter(before.slice(0, at)) === undefined) return true;
  }
  return false;
}

/** The quote open behind a part of a line. */
function quoteAfter(part: string): string | undefined {
  let quote: string | undefined;
  for (let at = 0; at < part.length; at++) {
    const character = part[at] ?? '';
    if (character === '\\') at++;
    else if (quote === undefined && isQuote(part, at)) quote = character;
    else if (character === quote) quote = undefined;
  }
  return quote;
}

/** The apostrophe of `don't` is none. */
function isQuote(part: string, at: number): boolean {
  const character = part[at];
  if (character === '"' || character === '`') return true;
  return character === "'" && !/\w/.test(part[at - 1] ?? '');
}
