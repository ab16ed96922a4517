/** Redirections (bash manual 3.6): what a command reads, where its output goes, what it runs for that. */
import type { HereDoc, HereString, Redirect, Redirection } from 'unbash';
import type { Span } from '../../../text/span.ts';
import type { FileRedirection, ShellWord } from '../tree.ts';
import { readHereDocument } from './here-document.ts';
import { type ReadContext, spanOfNode } from './read-context.ts';
import { DOCUMENT, PLAIN } from './word-modes.ts';
import { readPart, readWord } from './words.ts';

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
  let input: HereDoc | HereString | undefined;
  for (const item of list) {
    const acting = actingWord(context, item);
    if (acting) redirected.push(acting);
    if (item.type === 'HereDoc') documents.push(spanOfNode(context, item.body));
    if (item.type === 'Redirect') {
      const redirection = readFile(context, item);
      if (redirection === undefined) continue;
      redirections.push(redirection);
      // The last of those that say what the command reads counts.
      if (readsInput(redirection)) input = undefined;
    } else if (isInput(item)) {
      input = item;
    }
  }
  return { redirected, input: input && readInput(context, input), redirections, documents };
}

function readInput(context: ReadContext, item: HereDoc | HereString): ShellWord | undefined {
  if (item.type === 'HereDoc') return readHereDocument(context, item);
  return item.target && readWord(context, item.target, PLAIN);
}

function isInput({ descriptor }: HereDoc | HereString): boolean {
  return !descriptor || (descriptor.type === 'FileDescriptor' && descriptor.value === 0);
}

function readsInput({ operator, descriptor }: FileRedirection): boolean {
  return operator.startsWith('<') ? (descriptor ?? 0) === 0 : descriptor === 0;
}

/** One to or from a file; `{fd}>f` opens a descriptor of its own, which nothing writes to by itself. */
function readFile(context: ReadContext, item: Redirect): FileRedirection | undefined {
  const { operator, descriptor, target } = item;
  if (target === undefined) return undefined;
  return {
    operator,
    descriptor: descriptor?.type === 'FileDescriptorVariable' ? 'variable' : descriptor?.value,
    target: readWord(context, target, PLAIN),
    at: spanOfNode(context, item),
  };
}

/** The word of a redirection that runs commands. */
function actingWord(context: ReadContext, item: Redirection): ShellWord | undefined {
  if (item.type !== 'HereDoc') {
    const word = item.target && readWord(context, item.target, PLAIN);
    return word?.inert ? undefined : word;
  }
  const { body } = item;
  if (!/`|\$\(/.test(body.text)) return undefined;
  const parts = (body.parts ?? []).filter((part) => part.type === 'CommandExpansion');
  if (parts.length === 0) return undefined;
  return {
    at: spanOfNode(context, body),
    inert: false,
    parts: parts.flatMap((part) => readPart(context, part, DOCUMENT)),
  };
}
