/**
 * Single quotes in `"${MSG:-can't}"` are literal, but bash and ksh pair them to find the brace; dash, zsh and
 * bash in POSIX mode do not. The parser follows bash.
 */

import { forEachChild, type ParsedScript, parse, type SyntaxNode } from 'unbash';
import { LIMITS } from '../../../text/limits.ts';
import type { Dialect } from '../dialect.ts';
import type { ReadContext } from './read-context.ts';

/** Stands for such a quote. */
const OTHER = '\ue000';

/** Characters parsed again, and a minimum of times. */
const ASKED = 800_000;
const ALWAYS_ASKED = 8;

/** How often a script may be parsed. */
export function askedFor(length: number): { left: number } {
  return { left: Math.max(ALWAYS_ASKED, Math.ceil(ASKED / Math.max(1, length))) };
}

/** Parses with such quotes replaced. */
export function parsedWithLiteralQuotes(
  text: string,
  dialect: Dialect,
  asked: { left: number },
): ParsedScript {
  let read = text;
  let script: ParsedScript | undefined;
  let quote = -1;
  for (let at = text.indexOf('${'); at !== -1; at = text.indexOf('${', at + 2)) {
    if (quote < at) quote = text.indexOf("'", at);
    if (quote === -1 || asked.left === 0) break;
    const end = quote < at + LIMITS.group ? endOfDefault(read, at) : undefined;
    if (end === undefined) continue;
    asked.left--;
    script ??= parse(read);
    if (!isInDoubleQuotes(script, at) || !areLiteral(read, end, dialect)) continue;
    read = read.slice(0, at) + read.slice(at, end).replaceAll("'", OTHER) + read.slice(end);
    script = undefined;
    at = end - 2;
  }
  return script ?? parse(read);
}

/** The end of a default `${x:-…}`; undefined if its quotes are paired or nested. */
function endOfDefault(text: string, open: number): number | undefined {
  const limit = Math.min(text.length, open + LIMITS.group);
  let depth = 0;
  let quotes = 0;
  for (let at = open; at < limit; at++) {
    switch (text[at]) {
      case "'":
        quotes++;
        break;
      case '}':
        if (--depth > 0) break;
        return quotes % 2 === 1 ? at + 1 : undefined;
      case '\\':
        if (text[++at] === "'") return undefined;
        break;
      case '$':
        if (text[at + 1] === '{') {
          at = nameEnd(text, at + 2);
          if (text[at] === ':') at++;
          if (/[-=+?]/.test(text.charAt(at))) depth++;
          else if (depth === 0 || text[at] !== '}') return undefined;
          break;
        }
        if (text[at + 1] !== '(') break;
        at = plainEnd(text, at, limit, ')');
        break;
      case '`':
        at = plainEnd(text, at, limit, '`');
        break;
      case '"':
        return undefined;
    }
  }
  return undefined;
}

const NAME_THERE = /\w+/y;

function nameEnd(text: string, start: number): number {
  NAME_THERE.lastIndex = start;
  return NAME_THERE.test(text) ? NAME_THERE.lastIndex : start + 1;
}

function plainEnd(text: string, start: number, limit: number, close: string): number {
  const end = text.indexOf(close, start + 1);
  const isPlain = end !== -1 && end < limit && !/['"\\{}]/.test(text.slice(start + 1, end));
  return isPlain ? end : limit;
}

function isInDoubleQuotes(script: ParsedScript, at: number): boolean {
  let quoted = false;
  for (let node: SyntaxNode | undefined = script; node !== undefined; ) {
    let inner: SyntaxNode | undefined;
    forEachChild(node, (child) => {
      if (child.pos <= at && at < child.end) inner = child;
    });
    node = inner;
    if (node?.type === 'DoubleQuoted' || node?.type === 'LocaleString') quoted = true;
    else if (node?.type === 'ParameterExpansion' && node.pos === at) return quoted;
    else if (node?.type === 'CommandExpansion') quoted = false;
  }
  return false;
}

function areLiteral(text: string, end: number, dialect: Dialect): boolean {
  if (dialect === 'dash' || dialect === 'zsh') return true;
  return dialect === 'posix' && !mayGoOn(text, end);
}

/** A later quote makes both readings possible: `"${x:-'}'}"`. */
function mayGoOn(text: string, end: number): boolean {
  return /^[^"\n]*'/.test(text.slice(end, end + LIMITS.group));
}

/** Whether the script may run in POSIX mode. */
export function mayBePosix({ dialect, source }: Pick<ReadContext, 'dialect' | 'source'>): boolean {
  return dialect === 'posix' || (dialect === 'bash' && POSIX.test(source));
}

/** Anywhere: a function may run earlier. */
const POSIX = /\bset\s+-\w*o\s+posix\b|\bPOSIXLY_CORRECT\b/;
