/** All that the client does besides talking to the server, a line for each feature. */
import { registerAccept } from './accept.ts';
import type { ClientFeature } from './client-context.ts';
import { registerCommandLine } from './command-line.ts';
import { registerConfigLanguage } from './config-language.ts';
import { registerCreateWorkspaceFile } from './create-workspace-file.ts';
import { registerFileRequests } from './file-requests.ts';
import { registerFixWorkspace } from './fix-workspace.ts';
import { registerIgnore } from './ignore.ts';
import { registerMap } from './map/show-map.ts';
import { registerMonitors } from './monitors/register-monitors.ts';
import { registerReviewWorkspace } from './review-workspace.ts';
import { registerSample } from './sample.ts';

export const FEATURES: readonly ClientFeature[] = [
  registerReviewWorkspace,
  registerFixWorkspace,
  registerIgnore,
  registerAccept,
  registerConfigLanguage,
  registerFileRequests,
  registerSample,
  registerCreateWorkspaceFile,
  registerMonitors,
  registerMap,
  registerCommandLine,
];
