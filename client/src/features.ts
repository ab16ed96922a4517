/** All features of the client, one line each. */
import type { ClientFeature } from './client-context.ts';
import { registerConfigLanguage } from './config-language.ts';
import { registerCreateWorkspaceFile } from './create-workspace-file.ts';
import { registerAccept } from './fixes/accept.ts';
import { registerFixWorkspace } from './fixes/fix-workspace.ts';
import { registerIgnore } from './fixes/ignore.ts';
import { registerTellMoved } from './fixes/tell-moved.ts';
import { registerMap } from './map/show-map.ts';
import { registerMonitors } from './monitors/register-monitors.ts';
import { registerReviewWorkspace } from './review-workspace.ts';
import { registerSample } from './sample.ts';
import { registerFileRequests } from './server/file-requests.ts';
import { registerServerCommands } from './server/server-commands.ts';

export const FEATURES: readonly ClientFeature[] = [
  registerReviewWorkspace,
  registerFixWorkspace,
  registerIgnore,
  registerAccept,
  registerTellMoved,
  registerConfigLanguage,
  registerFileRequests,
  registerSample,
  registerCreateWorkspaceFile,
  registerMonitors,
  registerMap,
  registerServerCommands,
];
