/**
 * All that a front end can ask: an editor's protocol, a walk through folders, a command line. They reach the service
 * here and nowhere else, but for its types; `test/laws/repository/architecture.test.ts` holds them to it. Texts go in, and answers
 * come out that count in offsets.
 */

// A text with all that it brings in, and what is found in it; the findings of a file by several analyses.
export { analyze, unfollowedWords } from './analysis/analyze.ts';
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

// Which files bring in each other, and whether these have to do with QEMU.
export { broughtInAmong, mayConcernMonitors, textFacts } from '../invocation/shell/script-facts.ts';
export { opensOutsideOfComments } from '../invocation/program.ts';

// Where all of it is explained.
export { docPageUrl, PROJECT_URL, rulePageUrl, VERSION } from './project-address.ts';

// What is kept from one analysis to the next, and how far files bring in others.
export { analysisSize } from './analysis/analysis-size.ts';
export { analysisMemory, MAX_ROUNDS } from './analysis/included-files.ts';
export { recentlyUsed } from './analysis/recently-used.ts';
export { scriptTrees } from './analysis/script-trees.ts';

// Why something is found at a line, or not.
export { debugLine } from './debug/debug-line.ts';

// Findings as edits.
export { fixAll, settledEdits } from './fixes/fix-all.ts';
export { NO_PROJECT, portPlacesIn, releasedPorts } from './fixes/clients/project.ts';
export { fixesAsAsked, renderFixes } from './fixes/render-fix.ts';
export { mentionedSockets } from './fixes/sockets/socket-names.ts';

// What there is to write at a place, to know of it, and to go to.
export { complete } from './completion/complete.ts';
export { hoverInFile } from './hover/hover.ts';
export { coloursIn } from './navigation/colours.ts';
export { foldsOfConfig, selectionsOfConfig } from './navigation/config-structure.ts';
export { outlineOf } from './navigation/outline.ts';
export { renamableAt, renameAt } from './navigation/rename-id.ts';
export { definitionsAt, filesOfIdAt, idPlacesAt, linksIn } from './navigation/targets.ts';

// Which machines there are.
export { inventoryOf } from './inventory/inventory.ts';
export { neighboursOf } from './inventory/neighbours.ts';

// What may stay as it is, by a comment or by the file of a folder.
export { acceptanceOf, acceptEdit } from './suppression/accept-edit.ts';
export { findingsInComments } from './suppression/comment-findings.ts';
export { ignoreActions } from './suppression/ignore-finding.ts';

// What is wanted, by an editor or by the file of a folder.
export { pathInFolder } from './settings/glob.ts';
export { globProblem } from './settings/glob.ts';
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

// Which rules there are, for which QEMU, and how it is said who can open something.
export { programOfName } from '../invocation/program.ts';
export { parseVersion } from '../qemu/options/version.ts';
export { audienceWords } from '../qemu/reach/audience.ts';
export { rules } from '../rules/index.ts';
