/**
 * The QEMU commands of a Makefile: make is gone through as it reads, and what it gives to shells is run as scripts.
 * Why: docs/decisions/a-host-language-decodes-and-a-shell-reads.md
 */
import type { Makefile } from '../syntax/make/tree.ts';
import { lowerEmbeddedShell } from './from-shell.ts';
import type { Inclusions } from './inclusions.ts';
import type { Invocation } from './invocation.ts';
import { type Evaluation, evaluate, evaluateText } from './make/evaluate.ts';
import { heldTexts, recipeScripts, shellIn } from './make/recipes.ts';
import { variablesAbove } from './make/variables.ts';
import type { EmbeddedScript } from './shell/embedded.ts';

/** How a Makefile is looked at. */
export interface MakeOptions {
  readonly inclusions?: Inclusions | undefined;
  /** How long its text is. */
  readonly length: number;
  /** Whether every combination of values is wanted, and not only each value once. */
  readonly every?: boolean;
}

/** How many references are expanded, for each character and in any case. Behind that, values are unknown. */
const REFERENCES = 20_000;
const REFERENCES_FOR_EACH = 2;

/** The QEMU command lines of a Makefile, in the order of its recipes. Never throws. */
export function lowerMakefile(makefile: Makefile, options: MakeOptions): readonly Invocation[] {
  const { inclusions, length } = options;
  const every = options.every === true;
  const scripts: EmbeddedScript[] = [];
  const path = inclusions?.path;
  const evaluation: Evaluation = {
    expander: {
      left: REFERENCES + REFERENCES_FOR_EACH * length,
      every,
      path,
      runs: (text, { block }) => {
        const dialect = shellIn(evaluation, evaluation.variables);
        if (dialect) scripts.push({ text, dialect, block });
      },
      reads: (text, scope) => evaluateText(evaluation, text, scope),
      used: new Set(),
    },
    variables: variablesAbove(undefined),
    rules: [],
    targetVariables: [],
    conditions: new Map(),
    exported: new Map(),
    overrides: new Map(),
    bringIn: (paths, name) => inclusions?.makefile?.(paths, name),
    files: path === undefined ? [] : [path],
  };
  evaluate(evaluation, makefile.nodes, { block: undefined, rule: { current: undefined } });
  for (const script of recipeScripts(evaluation)) scripts.push(script);
  const found = lowerEmbeddedShell(scripts, {
    ...{ inclusions, length, every },
    held: () => heldTexts(evaluation),
  });
  const [first] = makefile.nodes;
  const isCut = evaluation.expander.left <= 0 && first !== undefined;
  return isCut ? [...found, { kind: 'unfollowed', at: first.at }] : found;
}
