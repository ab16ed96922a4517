/** The command line imports this from the server's bundle, to keep it small. Why: docs/decisions/processes.md */
export { TextDocument } from 'vscode-languageserver-textdocument';
export {
  languageOf,
  languageOfFile,
  mayBeBroughtIn,
  mayHaveFindings,
} from '../languages/detect.ts';
export * from '../service/language-service.ts';
export { attempt } from '../text/attempt.ts';
export { applyEdits } from '../text/edit.ts';
export { LIMITS } from '../text/limits.ts';
export { addTo, compareTexts, getOrInsert } from '../text/lookup.ts';
export { folderOf } from '../text/paths.ts';
export { analyzeSettled } from './analyze-settled.ts';
export { attention, UNSUPERVISED } from './attention.ts';
export { diskAccess } from './disk/disk-access.ts';
export { isBelow, pathOfFile, uriOfFile } from './files/file-paths.ts';
export { fileStore } from './files/file-store.ts';
export { namedDocuments } from './named-documents.ts';
export { projectsAround } from './project-around.ts';
export { sweepWorkspace } from './review/sweep.ts';
export { followExtends } from './settings-chain.ts';
export { PASSED_OVER } from './supervision.ts';
export { sharedSuspect } from './thread/shared-suspect.ts';
export { PortIndex } from './walk/port-index.ts';
export { textProblem } from './walk/walk-files.ts';
