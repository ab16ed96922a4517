/** All that the client does besides talking to the server, a line for each feature. */
import type { ClientFeature } from './client-context.ts';
import { registerConfigLanguage } from './config-language.ts';
import { registerFixWorkspace } from './fix-workspace.ts';
import { registerIgnore } from './ignore.ts';
import { registerMap } from './map/show-map.ts';

export const FEATURES: readonly ClientFeature[] = [
  registerFixWorkspace,
  registerIgnore,
  registerConfigLanguage,
  registerMap,
];
