/** Writes text into a shell script: the inverse of `decode.ts`, for every place inside a word. */
import type { Speller, Template } from '../speller.ts';
import type { ShellContext } from './tree.ts';

/** What needs no quotes anywhere in a word (bash manual 3.1.2, 3.2.1 and the expansions of 3.5). */
const SAFE_BARE = /^[A-Za-z0-9_@%+=:,./-]*$/;

/** What stands around text of a context. */
const QUOTES: Readonly<Record<ShellContext, readonly [open: string, close: string] | undefined>> = {
  bare: ['', ''],
  double: ['"', '"'],
  single: ["'", "'"],
  'ansi-c': ["$'", "'"],
  // The quotes around the whole expansion cannot be left from inside it.
  'double-operand': undefined,
  // There are no quotes, and whether anything expands its delimiter decides.
  'here-document': undefined,
};

/**
 * Spells a template inside a word. Text keeps the quoting of its place if that can hold it; expansions
 * always stand in double quotes. `unix:` and `${XDG_RUNTIME_DIR:-/run}` in a bare place become
 * `"unix:${XDG_RUNTIME_DIR:-/run}"`. Undefined for a NUL, which no shell word can hold, for an expansion
 * that double quotes would change, and for a place that cannot be left and entered again.
 */
export const spellShell: Speller = (template, from, to) => {
  if (!isContext(from) || !isContext(to)) return undefined;
  if (template.some((part) => (part.kind === 'text' ? part.text : part.source).includes('\0'))) {
    return undefined;
  }
  const within = chooseContext(template, from);
  const enter = transition(from, within);
  const leave = transition(within, to);
  const body = spellInside(template, within);
  if (enter === undefined || leave === undefined || body === undefined) return undefined;
  return enter + body + leave;
};

function isContext(context: string): context is ShellContext {
  return Object.hasOwn(QUOTES, context);
}

function chooseContext(template: Template, from: ShellContext): ShellContext {
  if (from === 'double' || from === 'double-operand') return from;
  if (template.some((part) => part.kind === 'source')) return 'double';
  if (from === 'ansi-c') return from;
  const text = template.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  if (from === 'single') return text.includes("'") ? 'double' : from;
  if (SAFE_BARE.test(text)) return 'bare';
  return text.includes("'") ? 'double' : 'single';
}

/** What to write to get from the inside of one kind of quotes to the inside of another. */
function transition(from: ShellContext, to: ShellContext): string | undefined {
  if (from === to) return '';
  const leaving = QUOTES[from];
  const entering = QUOTES[to];
  return leaving && entering && leaving[1] + entering[0];
}

function spellInside(template: Template, context: ShellContext): string | undefined {
  const parts: string[] = [];
  for (const part of template) {
    if (part.kind === 'text') {
      parts.push(escapeText(part.text, context));
    } else {
      // Inside double quotes a backslash in backticks means something else than outside.
      if (part.source.startsWith('`') && /["\\]/.test(part.source)) return undefined;
      parts.push(part.source);
    }
  }
  return parts.join('');
}

function escapeText(text: string, context: ShellContext): string {
  switch (context) {
    case 'bare':
    case 'single':
      return text;
    case 'double':
      return text.replace(/[$`"\\]/g, '\\$&');
    case 'double-operand':
      return text.replace(/[$`"\\}]/g, '\\$&');
    case 'ansi-c':
      return text.replace(/['\\]/g, '\\$&');
    case 'here-document':
      return text;
  }
}
