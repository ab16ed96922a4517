import type { SimpleCommand } from '../../../syntax/shell/tree.ts';
import { spend, stopAt } from '../../../text/fuel.ts';
import { mappedText, spanOf } from '../../../text/mapped-text.ts';
import type { FoundCommand } from '../../domain/blocks.ts';
import { COST, MAX_STARTS } from '../../domain/limits.ts';
import { onlyText } from '../../domain/values.ts';
import type { ConfigInvocation, Word } from '../../invocation.ts';
import type { Context } from '../context.ts';
import { useFile } from '../files.ts';
import type { Interpreter } from '../interpreter.ts';
import { behind, boundariesOf } from '../nested/wrapped.ts';
import { umasksAt } from '../permission-log.ts';
import { candidatesFor } from '../sources.ts';
import type { ProgramStart } from './find-program.ts';

/** A command on one path. */
export interface Call {
  readonly command: SimpleCommand;
  /** The first word, if literal. */
  readonly name: string | undefined;
}

/** A command with spans of the file. */
export function foundAt({ command, name }: Call, { placement, scope }: Context): FoundCommand {
  return { command: { ...command, at: placement.span(command.at) }, name, scope };
}

const NO_TEXT = mappedText([]);

/** Records a QEMU start. */
export function launch(
  interpreter: Interpreter,
  words: readonly Word[],
  start: ProgramStart,
  call: Call,
  context: Context,
): void {
  const { budget, launched } = interpreter;
  const programAt = spanOf(words[start.index]?.value ?? NO_TEXT);
  const isFirst = !launched.has(programAt.start);
  if (isFirst && launched.size >= MAX_STARTS) {
    stopAt(budget, context.placement.span(call.command.at));
    return;
  }
  spend(budget, COST.launch + COST.word * words.length);
  launched.add(programAt.start);
  interpreter.found.push({
    kind: 'launch',
    found: foundAt(call, context),
    words,
    start,
    isolated: context.isolated === 'command',
    execution: behind(context.execution, boundariesOf(words, start.index), false),
    configs: configsOf(interpreter, words, context),
    umasks: umasksAt(context),
  });
}

function configsOf(
  interpreter: Interpreter,
  words: readonly Word[],
  context: Context,
): ReadonlyMap<string, ConfigInvocation> | undefined {
  if (!words.some(isReadConfig)) return undefined;
  const configs = new Map<string, ConfigInvocation>();
  for (const [index, word] of words.entries()) {
    const file = isReadConfig(word) ? words[index + 1]?.value : undefined;
    if (file === undefined) continue;
    const written = useFile(interpreter, file, context);
    const content = written && onlyText(written);
    const config = content
      ? interpreter.readConfig(content)
      : interpreter.inclusions?.config(candidatesFor(file, context), file);
    if (config) configs.set(file.decoded, config);
  }
  return configs.size > 0 ? configs : undefined;
}

function isReadConfig({ value: { decoded } }: Word): boolean {
  return decoded === '-readconfig' || decoded === '--readconfig';
}
