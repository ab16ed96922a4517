/** Redirections (bash manual 3.6): what a command reads, where its output goes, what it runs for that. */
import type { HereDoc, HereString, Redirect, Redirection } from 'unbash';
import type { Span } from '../../../text/span.ts';
import type { FileRedirection, ShellWord } from '../tree.ts';
import { actingParts, readHereDocument } from './here-document.ts';
import { type ReadContext, spanOfNode } from './read-context.ts';
import { PLAIN } from './word-modes.ts';
import { readWord } from './words.ts';

/** The redirections of one command, as its node carries them. */
export interface Redirections {
  readonly redirected: readonly ShellWord[];
  readonly input: ShellWord | undefined;
  readonly redirections: readonly FileRedirection[];
  readonly documents: readonly Span[];
}

const NO_WORDS: readonly ShellWord[] = [];
const NO_REDIRECTIONS: readonly FileRedirection[] = [];
const NO_DOCUMENTS: readonly Span[] = [];

/** What a command without any redirection has; most have none. */
export const NOT_REDIRECTED: Redirections = {
  redirected: NO_WORDS,
  input: undefined,
  redirections: NO_REDIRECTIONS,
  documents: NO_DOCUMENTS,
};

/** Reads redirections in their order; undefined and an empty list are the same. */
export function readRedirections(
  context: ReadContext,
  list: readonly Redirection[] | undefined,
): Redirections {
  if (list === undefined || list.length === 0) return NOT_REDIRECTED;
  const redirected: ShellWord[] = [];
  const redirections: FileRedirection[] = [];
  const documents: Span[] = [];
  let input: ShellWord | undefined;
  for (const item of list) {
    if (item.type === 'HereDoc') {
      const document = readHereDocument(context, item);
      const acting = actingParts(item, document);
      if (acting) redirected.push(acting);
      documents.push(document.at);
      if (isInput(item)) input = document;
      continue;
    }
    const target = item.target && readWord(context, item.target, PLAIN);
    if (target?.inert === false) redirected.push(target);
    if (item.type === 'HereString') {
      if (isInput(item)) input = target;
      continue;
    }
    if (target === undefined) continue;
    const redirection = readFile(context, item, target);
    redirections.push(redirection);
    // The last of those that say what the command reads counts.
    if (readsInput(redirection)) input = undefined;
  }
  return { redirected, input, redirections, documents };
}

function isInput({ descriptor }: HereDoc | HereString): boolean {
  return !descriptor || (descriptor.type === 'FileDescriptor' && descriptor.value === 0);
}

function readsInput({ operator, descriptor }: FileRedirection): boolean {
  return operator.startsWith('<') ? (descriptor ?? 0) === 0 : descriptor === 0;
}

/** One to or from a file; `{fd}>f` opens a descriptor of its own, which nothing writes to by itself. */
function readFile(context: ReadContext, item: Redirect, target: ShellWord): FileRedirection {
  const { operator, descriptor } = item;
  return {
    operator,
    descriptor: descriptor?.type === 'FileDescriptorVariable' ? 'variable' : descriptor?.value,
    target,
    at: spanOfNode(context, item),
  };
}
