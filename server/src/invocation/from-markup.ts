/** Commands in documentation, which readers copy. Why: docs/decisions/findings.md */
import type { CodeBlock } from '../syntax/markup/blocks.ts';
import { shlexWords } from '../syntax/shlex/reader.ts';
import { concat, type MappedText, mappedText, slice, spanOf } from '../text/mapped-text.ts';
import { lowerEmbeddedShell } from './from-shell.ts';
import type { ArgvInvocation, Invocation, Word } from './invocation.ts';
import { commandLinesIn } from './lists/command-text.ts';
import type { EmbeddedScript } from './shell/embedded.ts';
import { heldWords, optionsAmong } from './shell/launch/orphan-options.ts';
import { argumentsIn } from './shell/nested/embedded-documents.ts';
import { recipeIn } from './shell/nested/written-commands.ts';
import { unwritable } from './unknown-words.ts';

const SHELLS =
  /^(?:|sh|bash|shell|zsh|ksh|dash|console|shell-?session|sh-session|bash-session|terminal|term|cmd|command|text|txt|plain|none|plaintext|toml|ini)$/;

const IMAGES = /^(?:docker|container)(?:file)?$/;

const OF_STRINGS = /^(?!(?:sh|bash|zsh|ksh|dash|console|cmd|te?xt|plain|none)$)\w/;

/** Options in a string of several lines: `args = '''\⏎-m 1G \⏎'''`. */
const LONG_STRING = /('''|""")\\?\n\s*-[\s\S]*?\1/g;

export function lowerMarkup(blocks: readonly CodeBlock[], length: number): readonly Invocation[] {
  const held: ArgvInvocation[] = [];
  for (const { text, language } of blocks) {
    const ofDomain =
      OF_STRINGS.test(language) || /^\s*</.test(text.decoded) ? argumentsIn(text, 'excerpt') : [];
    if (ofDomain.length > 0) {
      held.push(...ofDomain);
    } else if (SHELLS.test(language) && beginningOf(text)?.[1] !== undefined) {
      held.push(...heldWords(shlexWords(linesOf(text))));
    } else if (OF_STRINGS.test(language)) {
      const long = [...text.decoded.matchAll(LONG_STRING)].flatMap(({ index, 0: whole }) =>
        heldWords(shlexWords(linesOf(slice(text, index + 3, index + whole.length - 3)))),
      );
      const listed = [...long, ...optionsAmong(stringsIn(text))];
      const lines = listed.length > 0 ? [] : commandLinesIn(text).map(unwritable);
      held.push(...listed, ...lines.flatMap(heldWords));
    }
  }
  return [...lowerEmbeddedShell(scriptsOf(blocks), { length, isForPeople: true }), ...held];
}

/** Selects blocks that are scripts. */
export function scriptsOf(blocks: readonly CodeBlock[]): readonly EmbeddedScript[] {
  return blocks.flatMap(({ text, language }) => {
    if (IMAGES.test(language)) {
      return recipeIn(text).map((own) => ({ text: own, dialect: 'posix' as const }));
    }
    if (!SHELLS.test(language) || beginningOf(text) !== undefined) return [];
    return [
      {
        text: hasPrompts(text.decoded, language) ? inputOf(text) : text,
        dialect: 'posix' as const,
      },
    ];
  });
}

function stringsIn(text: MappedText): readonly Word[] {
  const strings = [...text.decoded.matchAll(/"([^"\n]*)"|'([^'\n]*)'/g)];
  const words = strings.map(({ index, 0: own }): Word => {
    const value = slice(text, index + 1, index + own.length - 1);
    return { value, at: spanOf(slice(text, index, index + own.length)), many: false };
  });
  return unwritable(words);
}

/** Options (the group) or a list, after comments. */
const NO_SCRIPT = /^(?:\s*#(?:.*[^\\\n])?\n)*\s*-(-?[A-Za-z])?/;

const STARTS = /^[ \t]*(?:[$%][ \t]+)?(?:sudo[ \t]+)?(?![-#])\S*(?:qemu-|kvm)\S*[ \t]/m;

/** The beginning of a block that is no script; undefined if QEMU follows options. */
function beginningOf({ decoded }: MappedText): RegExpExecArray | undefined {
  const beginning = NO_SCRIPT.exec(decoded) ?? undefined;
  return beginning?.[1] !== undefined && STARTS.test(decoded) ? undefined : beginning;
}

function linesOf(text: MappedText): MappedText {
  const lines = [...text.decoded.matchAll(/^(?![ \t]*#).*(?:\n|$)/gm)];
  return concat(
    lines.flatMap(({ index, 0: line }) => {
      const own = line.trimEnd();
      const end = index + line.length;
      if (!own.endsWith('\\')) return [slice(text, index, end)];
      return [slice(text, index, index + own.length - 1), slice(text, index + own.length, end)];
    }),
  );
}

/** `$ `, `root@host:~# `, `(venv) $ `. A lone `#` is a comment unless other lines have prompts. */
const PROMPT =
  /^[ \t]*(?:\([\w.-]+\)[ \t]*)?(?:[\w.-]+@[\w.-]+[^$#>\n]{0,40}[$#>]|\[[^\]\n]{1,60}\][$#]|[$%])[ \t]+/;
const ROOT = /^[ \t]*#[ \t]+(?=(?:sudo[ \t]|\S*qemu|kvm[ \t]))/;

function hasPrompts(text: string, language: string): boolean {
  const isSession =
    /^(?:console|.*session|terminal|term)$/.test(language) ||
    (!/^\w*sh$/.test(language) && isAllOfRoot(text));
  return text.split('\n').some((line) => PROMPT.test(line) || (isSession && ROOT.test(line)));
}

function isAllOfRoot(text: string): boolean {
  const lines = text.replace(/\\[ \t]*\n/g, ' ').split('\n');
  return lines.every((line) => /^[ \t]*(?:#[ \t]|$)/.test(line));
}

function inputOf(text: MappedText): MappedText {
  const parts: MappedText[] = [];
  let goesOn = false;
  for (const { index, 0: line } of text.decoded.matchAll(/[^\n]*\n?/g)) {
    if (line === '') continue;
    const [prompt] = PROMPT.exec(line) ?? ROOT.exec(line) ?? [];
    const [further = ''] = goesOn ? (/^[ \t]*>[ \t]/.exec(line) ?? []) : [];
    if (prompt !== undefined || goesOn) {
      parts.push(slice(text, index + (prompt ?? further).length, index + line.length));
    }
    goesOn = (prompt !== undefined || goesOn) && /\\\s*$/.test(line);
  }
  return parts.length > 0 ? concat(parts) : mappedText([], text.place);
}
