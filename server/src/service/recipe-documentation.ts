/** What there is to say about a monitor that is written as a whole. */
import * as l10n from '@vscode/l10n';
import type { MonitorRecipe } from '../qemu/completion/monitor-recipes.ts';
import { type Line, paragraph, text } from './hover/prose.ts';

/** Who can open it, and what is to be filled in. */
export function recipeLines({ kind }: MonitorRecipe): readonly Line[] {
  const words =
    kind === 'unix'
      ? l10n.t('Only you can open the socket, as long as its directory is yours.')
      : l10n.t(
          'Only the client whose certificate has this name can connect. Fill in the address, the directory of the certificates and the name.',
        );
  return [paragraph(text(words))];
}
