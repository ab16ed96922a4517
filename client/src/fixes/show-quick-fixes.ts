/** Opens the menu of quick fixes for whoever has been led to a place. */
import { commands } from 'vscode';

/** A little longer than VS Code's own delay, in milliseconds. */
const SETTLED = 300;

/**
 * Shows the fixes at the cursor of the active editor, which may just have moved there. A quarter of a second
 * after that VS Code asks for fixes by itself, for its light bulb, and forgets whoever asked for the menu before.
 */
export async function showQuickFixes(): Promise<void> {
  // It answers once the cursor has moved in its window as well, where the quarter of a second begins.
  await commands.executeCommand('workbench.action.focusActiveEditorGroup');
  await new Promise((resolve) => setTimeout(resolve, SETTLED));
  await commands.executeCommand('editor.action.quickFix');
}
