/** What front ends import: texts in, answers with offsets out. Of other files they import types only. */

export { analyze, stoppedAt, unfollowedWords } from './analysis/analyze.ts';
export {
  findingsBy,
  findingsByAll,
  findingsOf,
  fixesOf,
  placeOfRelated,
  relatedOf,
  type Witness,
  withClients,
  witnessOf,
} from './analysis/file-findings.ts';
export { foldFindings } from './analysis/fold.ts';
export { NOT_CHECKED, passedOverFindings } from './analysis/passed-over.ts';
export { unreadFile } from './analysis/unread-file.ts';

export { OWN_END, reachOf, textFacts } from '../invocation/shell/script-facts.ts';
export { writesOpeningOption } from '../invocation/program.ts';

export { docPageUrl, PROJECT_URL, rulePageUrl, VERSION } from './project-address.ts';

export { analysisSize } from './analysis/analysis-size.ts';
export { analysisMemory } from './analysis/included-files.ts';
export { recentlyUsed } from './analysis/recently-used.ts';
export { scriptTrees } from './analysis/script-trees.ts';

export { debugLine } from './debug/debug-line.ts';

export { fixAll, isLeftToUsers, settledEdits } from './fixes/fix-all.ts';
export { NO_PROJECT, portPlacesIn, releasedAddresses } from './fixes/clients/project.ts';
export { fixesAsAsked, renderFixes } from './fixes/render-fix.ts';
export { mentionedSockets } from './fixes/sockets/socket-names.ts';

export { complete } from './completion/complete.ts';
export { hoverInFile } from './hover/hover.ts';
export { coloursIn } from './navigation/colours.ts';
export { foldsOfConfig, selectionsOfConfig } from './navigation/config-structure.ts';
export { outlineOf } from './navigation/outline.ts';
export { renamableAt, renameAt } from './navigation/rename-id.ts';
export { definitionsAt, filesOfIdAt, idPlacesAt, linksIn } from './navigation/targets.ts';

export { inventoryOf } from './inventory/inventory.ts';
export { neighboursOf } from './inventory/neighbours.ts';

export { acceptanceOf, acceptEdit } from './suppression/accept-edit.ts';
export { findingsInComments } from './suppression/comment-findings.ts';
export { ignoreActions } from './suppression/ignore-finding.ts';

export { globProblem, pathInFolder } from './settings/glob.ts';
export {
  stepsOfList,
  enterFolder,
  globLine,
  type IgnoreState,
  readIgnoreList,
  verdictOf,
} from './settings/ignore-list.ts';
export { extendSettings, withPathsIn } from './settings/combine.ts';
export { settingsAt } from './settings/overrides.ts';
export { readEditorSettings } from './settings/editor-settings.ts';
export {
  DEFAULT_SETTINGS,
  mergeSettings,
  NO_SETTINGS,
  sameSettings,
  withChanges,
} from './settings/settings.ts';
export { readWorkspaceFile, staleAcceptances, WORKSPACE_FILE } from './settings/workspace-file.ts';

export { programOfName } from '../invocation/program.ts';
export { parseVersion } from '../qemu/options/version.ts';
export { audienceWords } from '../qemu/reach/audience.ts';
export { rules } from '../rules/index.ts';
