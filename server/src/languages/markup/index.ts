/** Markdown and reStructuredText, whose commands people copy. Findings there are information. */
import { lowerMarkup, scriptsOf } from '../../invocation/from-markup.ts';
import { mayShowMonitor } from '../../invocation/program.ts';
import { joinComments } from '../../syntax/comments.ts';
import { type CodeBlock, literalBlocksIn, markdownBlocksIn } from '../../syntax/markup/blocks.ts';
import type { Edit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { MIXED_EDIT } from '../mixed-edit.ts';
import { commentsInScript } from '../script-comments.ts';
import { SHELL_COMPLETION, SHELL_SOCKETS } from '../shell/index.ts';
import type { CommentStyle, EditPlace, LanguageSupport } from '../support.ts';

interface Markup {
  readonly id: string;
  readonly names: RegExp;
  readonly pattern: string;
  readonly blocks: (text: string) => readonly CodeBlock[];
  readonly delimiters: NonNullable<CommentStyle['delimiters']>;
  readonly comments: (text: string, marker: string) => readonly { at: Span; textAt: Span }[];
}

function markup({ id, names, pattern, blocks, delimiters, comments }: Markup): LanguageSupport {
  return {
    id,
    detect: {
      languageIds: [id],
      names,
      paths: names,
      patterns: [pattern],
      mayHaveFindings: mayShowMonitor,
    },
    lower: (text) => (mayShowMonitor(text) ? lowerMarkup(blocks(text), text.length) : []),
    comments: {
      read: (text, marker) => {
        const all = blocks(text);
        // A block's comments belong to its script.
        const own = comments(text, marker).filter(({ at }) => {
          return !all.some((block) => block.at.start <= at.start && at.end <= block.at.end);
        });
        return joinComments(text, marker, {
          comments: own,
          targets: all,
          inside: scriptsOf(all).map((script) => commentsInScript(script, marker, '')),
          blank: /[\s#>]/y,
        });
      },
      delimiters,
    },
    edit: {
      ...MIXED_EDIT,
      removeWords: (place, options, instead) =>
        MIXED_EDIT.removeWords?.(place, options, instead)?.map((edit) => withQuote(place, edit)),
    },
    complete: SHELL_COMPLETION,
    ...SHELL_SOCKETS,
    withoutShell: SHELL_SOCKETS,
    isForPeople: true,
  };
}

/** Removes the continuation of the line before, too, also before a quote's `> `. */
function withQuote({ source }: EditPlace, { at, text }: Edit): Edit {
  const before = source.slice(Math.max(0, at.start - MAX_MARGIN), at.start);
  const [gap = ''] = text === '' ? (/(?<![ \t])[ \t]*\\\r?\n[ \t>]+$/.exec(before) ?? []) : [];
  return { at: { start: at.start - gap.length, end: at.end }, text };
}

const MAX_MARGIN = 80;

function htmlComments(text: string, marker: string): readonly { at: Span; textAt: Span }[] {
  const found: { at: Span; textAt: Span }[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf('<!--', from);
    const end = start === -1 ? -1 : text.indexOf('-->', start + 4);
    if (end === -1) return found;
    const at = { start, end: end + 3 };
    const textAt = { start: start + 4, end };
    if (text.slice(textAt.start, textAt.end).includes(marker)) found.push({ at, textAt });
    from = at.end;
  }
}

function explicitComments(text: string, marker: string): readonly { at: Span; textAt: Span }[] {
  return [...text.matchAll(/^[ \t]*\.\. (?=\S)(.*)$/gm)].flatMap(
    ({ index, 0: line, 1: own = '' }) => {
      if (!own.includes(marker)) return [];
      const end = index + line.trimEnd().length;
      const start = index + line.length - line.trimStart().length;
      return [{ at: { start, end }, textAt: { start: index + line.length - own.length, end } }];
    },
  );
}

export const MARKUP: readonly LanguageSupport[] = [
  markup({
    id: 'markdown',
    names: /\.(?:md|markdown|mdx)$/i,
    pattern: '**/*.{md,markdown,mdx}',
    blocks: markdownBlocksIn,
    delimiters: ['<!-- ', ' -->'],
    comments: htmlComments,
  }),
  markup({
    id: 'restructuredtext',
    names: /\.rst$/i,
    pattern: '**/*.rst',
    blocks: literalBlocksIn,
    delimiters: ['.. ', ''],
    comments: explicitComments,
  }),
];
