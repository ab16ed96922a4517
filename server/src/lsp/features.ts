/** All that the server does for its client, a line for each feature. */
import { acceptFeature } from './accept-feature.ts';
import { codeActionFeature } from './code-action-feature.ts';
import { completionFeature } from './completion-feature.ts';
import type { ServerContext, ServerFeature } from './context.ts';
import { definitionFeature } from './definition-feature.ts';
import { diagnosticFeature } from './diagnostic-feature.ts';
import { fixWorkspaceFeature } from './fix-workspace-feature.ts';
import { hoverFeature } from './hover-feature.ts';
import { inventoryFeature } from './inventory-feature.ts';
import { linkFeature } from './link-feature.ts';
import { renameFeature } from './rename-feature.ts';
import { reviewFeature } from './review-feature.ts';
import { semanticTokenFeature } from './semantic-token-feature.ts';
import { structureFeature } from './structure-feature.ts';
import { symbolFeature } from './symbol-feature.ts';
import { workspaceFileFeature } from './workspace-file-feature.ts';

/** In the order in which they are told of what happens. */
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
