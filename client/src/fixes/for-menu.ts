/** Shortens the menu of quick fixes: a finding that a comment can ignore is not offered for acceptance, too. */
import type { CodeAction, Command } from 'vscode';
import { ACCEPT } from './accept.ts';
import { IGNORE } from './ignore.ts';

/** The actions for the menu. The view and the command line accept; in a file without comments the menu does, too. */
export function forMenu(
  actions: (Command | CodeAction)[] | null | undefined,
): (Command | CodeAction)[] | null | undefined {
  if (!actions?.some((action) => commandOf(action) === IGNORE)) return actions;
  return actions.filter((action) => commandOf(action) !== ACCEPT);
}

function commandOf({ command }: Command | CodeAction): string | undefined {
  return typeof command === 'string' ? command : command?.command;
}
