/** All features of the server, in the order in which they receive events. */

import type { ServerContext, ServerFeature } from './context.ts';
import { acceptFeature } from './features/accept-feature.ts';
import { codeActionFeature } from './features/code-action-feature.ts';
import { completionFeature } from './features/completion-feature.ts';
import { definitionFeature } from './features/definition-feature.ts';
import { diagnosticFeature } from './features/diagnostic-feature.ts';
import { fixWorkspaceFeature } from './features/fix-workspace-feature.ts';
import { hoverFeature } from './features/hover-feature.ts';
import { inventoryFeature } from './features/inventory-feature.ts';
import { linkFeature } from './features/link-feature.ts';
import { renameFeature } from './features/rename-feature.ts';
import { reviewFeature } from './features/review-feature.ts';
import { semanticTokenFeature } from './features/semantic-token-feature.ts';
import { structureFeature } from './features/structure-feature.ts';
import { symbolFeature } from './features/symbol-feature.ts';
import { workspaceFileFeature } from './features/workspace-file-feature.ts';

export const FEATURES: readonly ((context: ServerContext) => ServerFeature)[] = [
  diagnosticFeature,
  hoverFeature,
  completionFeature,
  codeActionFeature,
  fixWorkspaceFeature,
  inventoryFeature,
  reviewFeature,
  workspaceFileFeature,
  acceptFeature,
  definitionFeature,
  renameFeature,
  symbolFeature,
  linkFeature,
  structureFeature,
  semanticTokenFeature,
];
