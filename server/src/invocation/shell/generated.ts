/**
 * What becomes of the files that a script writes and does not use itself: a script (`#!/bin/sh`) that
 * somebody will run, a -readconfig file, a domain, or settings for another script.
 */

import { placementIn } from '../../syntax/shell/placement.ts';
import { readShell } from '../../syntax/shell/reader.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { ArgvInvocation, Invocation } from '../invocation.ts';
import type { Context } from './context.ts';
import { configIn, domainsIn, isConfig } from './embedded-documents.ts';
import { fragmentsIn } from './fragments.ts';
import type { Interpreter } from './interpreter.ts';
import { onlyText, runScript, textsIn } from './nested.ts';
import { State } from './state.ts';

/** Looks at all files that were written; those that hold scripts are run. */
export function runGenerated(interpreter: Interpreter): readonly Invocation[] {
  const found: Invocation[] = [];
  for (const { content, used, context, path } of interpreter.files.all()) {
    const text = onlyText(content);
    if (text !== undefined) for (const invocation of domainsIn(text)) found.push(invocation);
    if (used) continue;
    // A script may be another in each branch.
    for (const script of textsIn(content).filter(isScript)) {
      const run = { kind: 'script', text: script, positional: [], input: undefined } as const;
      runScript(interpreter, { ...run, shell: 'foreign' }, context);
    }
    if (text === undefined || text.text === '' || isScript(text)) continue;
    if (isConfig(text)) {
      found.push(configIn(text));
    } else if (/\.(?:sh|env|conf|config|cfg|rc|inc)$/.test(path.text)) {
      for (const fragment of settingsIn(interpreter, text, context)) found.push(fragment);
    }
  }
  return found;
}

function isScript({ text }: MappedText): boolean {
  return /^#!.*\b(?:ba|da|a|z|k)?sh\b/.test(text);
}

/** The options in a file that does nothing but assign. */
function settingsIn(
  interpreter: Interpreter,
  text: MappedText,
  context: Context,
): readonly ArgvInvocation[] {
  const { nodes } = readShell(text.text);
  const assigns = nodes.every((node) => node.kind === 'command' && node.words.length === 0);
  if (!assigns || nodes.length === 0) return [];
  const state = new State(undefined, interpreter.budget);
  const placement = placementIn(text);
  interpreter.run(nodes, { ...context, state, placement, nesting: context.nesting + 1 });
  return fragmentsIn([state]);
}
