/** Makefiles of GNU make and the files they include. */
import { lowerMakefile } from '../../invocation/from-make.ts';
import { isQuiet } from '../../invocation/make/include-graph.ts';
import { handsAddress } from '../../invocation/monitor-options.ts';
import { mayActOnQemu, mayConcernQemu } from '../../invocation/program.ts';
import { makeFacts } from '../../invocation/shell/script-facts.ts';
import { type Comments, type CommentTarget, joinComments } from '../../syntax/comments.ts';
import { readMakefile } from '../../syntax/make/reader.ts';
import type { Makefile, MakeNode } from '../../syntax/make/tree.ts';
import type { Span } from '../../text/span.ts';
import { SHELL_COMPLETION, SHELL_EDIT, SHELL_SOCKETS } from '../shell/index.ts';
import type { LanguageSupport } from '../support.ts';

/**
 * `Makefile`, `GNUmakefile`, `Makefile.qemu`, `rules.mk`; not `Makefile.md`, cargo-make's `Makefile.toml`
 * or Perl's `Makefile.PL`.
 */
const NAMES =
  /(?:^|\/)(?:[A-Z]\w*)?[Mm]akefile(?:[.-](?!(?:md|txt|rst|html?|py|sh|js|json|toml|PL|ya?ml|patch|diff|orig|log)$)[\w.-]+)?$|\.(?:mk|mak|make)$/;

const INCLUDES = /^[ \t]*[-s]?include[ \t]/m;

function mayAct(text: string): boolean {
  return mayActOnQemu(text) || INCLUDES.test(text) || handsAddress(text);
}

export const MAKEFILE: LanguageSupport = {
  id: 'makefile',
  detect: {
    // Ids of VS Code and other editors.
    languageIds: ['makefile', 'make'],
    names: NAMES,
    firstLine: /^#!.*\bmake\b/,
    patterns: ['**/{M,m,GNUm}akefile.*', '**/*.{mk,mak,make}'],
    mayHaveFindings: (text) => mayConcernQemu(text) || mayAct(text),
  },
  lower: (text, around) => {
    if (!around?.wantsClients && !mayAct(text)) return [];
    const makefile = readMakefile(text);
    const options = { inclusions: around?.inclusions, length: text.length };
    const { inclusions } = options;
    if (!around?.wantsClients && inclusions && isQuiet(makefile, inclusions)) return [];
    return lowerMakefile(makefile, options);
  },
  facts: (_, text) => makeFacts(text, readMakefile(text)),
  comments: {
    read: (text, marker) => readMakeComments(text, readMakefile(text), marker),
    // A tab would make it a line of a recipe.
    marginFor: (margin) => (margin.includes('\t') ? '' : margin),
  },
  edit: SHELL_EDIT,
  complete: {
    ...SHELL_COMPLETION,
    isInVariable: (text, offset) => {
      return /\$[({]?[\w-]*$/.test(text.slice(Math.max(0, offset - 64), offset));
    },
  },
  // A recipe's shell expands it, with a doubled dollar.
  ...SHELL_SOCKETS,
  broughtInAs: 'makefile',
};

function readMakeComments(text: string, makefile: Makefile, marker: string): Comments {
  const { comments, nodes, isWhole } = makefile;
  const joined = joinComments(text, marker, { comments, targets: targetsIn(nodes) });
  // Code beside a comment is its target.
  const alone = (at: Span) =>
    /^\s*$/.test(text.slice(text.lastIndexOf('\n', at.start) + 1, at.start));
  return {
    ...joined,
    comments: joined.comments.map((one) => (alone(one.at) ? one : { ...one, above: undefined })),
    isWhole,
  };
}

/** Targets of comments, in any order. Iterative, since conditionals may nest deeply. */
function targetsIn(nodes: readonly MakeNode[]): readonly CommentTarget[] {
  const targets: CommentTarget[] = [];
  const pending = [nodes];
  for (let list = pending.pop(); list !== undefined; list = pending.pop()) {
    for (const node of list) {
      targets.push({ at: node.kind === 'rule' ? node.whole : node.at });
      if (node.kind !== 'conditional') continue;
      for (const { body } of node.arms) pending.push(body);
      if (node.otherwise) pending.push(node.otherwise);
    }
  }
  return targets;
}
