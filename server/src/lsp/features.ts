/** All that the server does for its client, a line for each feature. */
import { codeActionFeature } from './code-action-feature.ts';
import { completionFeature } from './completion-feature.ts';
import type { ServerContext, ServerFeature } from './context.ts';
import { diagnosticFeature } from './diagnostic-feature.ts';
import { fixWorkspaceFeature } from './fix-workspace-feature.ts';
import { hoverFeature } from './hover-feature.ts';
import { inventoryFeature } from './inventory-feature.ts';

/** In the order in which they are told of what happens. */
export const FEATURES: readonly ((context: ServerContext) => ServerFeature)[] = [
  diagnosticFeature,
  hoverFeature,
  completionFeature,
  codeActionFeature,
  fixWorkspaceFeature,
  inventoryFeature,
];
