/** Opens the quick fix menu after navigation. */
import { commands } from 'vscode';

/** Milliseconds, slightly more than VS Code's own delay. */
const SETTLED = 300;

/**
 * Shows the fixes at the cursor, which may just have moved. VS Code updates its light bulb 250 ms after a
 * move and then drops earlier menu requests.
 */
export async function showQuickFixes(): Promise<void> {
  // Resolves after the cursor has moved in its window, when the delay begins.
  await commands.executeCommand('workbench.action.focusActiveEditorGroup');
  await new Promise((resolve) => setTimeout(resolve, SETTLED));
  await commands.executeCommand('editor.action.quickFix');
}
