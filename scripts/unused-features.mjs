// Leaves out of the bundles what the libraries of the protocol have for features that we offer to nobody: these have a
// file each, of which only the shape is kept. Such a client does not announce them, and such a server has no handlers.
import { readFileSync } from 'node:fs';

/**
 * The features that neither the server nor the client has: the library's file, and what a server would say of it. That of
 * notebooks stays, since whoever pulls diagnostics asks it what is open.
 */
export const UNUSED_FEATURES = {
  callHierarchy: 'callHierarchyProvider',
  codeLens: 'codeLensProvider',
  colorProvider: 'colorProvider',
  declaration: 'declarationProvider',
  executeCommand: 'executeCommandProvider',
  fileOperations: 'workspace.fileOperations',
  formatting: 'documentFormattingProvider',
  implementation: 'implementationProvider',
  inlayHint: 'inlayHintProvider',
  inlineCompletion: 'inlineCompletionProvider',
  inlineValue: 'inlineValueProvider',
  linkedEditingRange: 'linkedEditingRangeProvider',
  moniker: 'monikerProvider',
  signatureHelp: 'signatureHelpProvider',
  textDocumentContent: 'workspace.textDocumentContent',
  typeDefinition: 'typeDefinitionProvider',
  typeHierarchy: 'typeHierarchyProvider',
};

/** A feature of a client's that says nothing and does nothing. */
const OF_CLIENT = `class {
  fillClientCapabilities() {}
  initialize() {}
  getState() { return { kind: 'static' }; }
  clear() {}
}`;
/** A feature of a server's: what it adds to a class is nothing. */
const OF_SERVER = '(base) => base';
/** What messages are called that nobody sends: nothing. */
const OF_PROTOCOL = '{}';

/** Packages of which nothing is called, or nothing that matters. */
const UNCALLED = { path: 'nothing', namespace: 'uncalled' };

const NAMES = Object.keys(UNUSED_FEATURES).join('|');
const FILES = new RegExp(
  String.raw`[\\/]vscode-language(client|server|server-protocol)[\\/]lib[\\/]common[\\/](?:protocol\.)?(?:${NAMES})\.js$`,
);

/** @type {import('esbuild').Plugin} */
export const withoutUnusedFeatures = {
  name: 'without-unused-features',
  setup: ({ onLoad, onResolve }) => {
    onLoad({ filter: FILES }, ({ path }) => {
      const [, side] = FILES.exec(path) ?? [];
      const names = /^exports\.(.*) = void 0;$/m.exec(readFileSync(path, 'utf8'))?.[1];
      if (names === undefined) throw new Error(`${path} does not say what it exports`);
      const feature = { client: OF_CLIENT, server: OF_SERVER }[side ?? ''] ?? OF_PROTOCOL;
      return { contents: `exports.${names} = ${feature};`, loader: 'js' };
    });
    // VS Code reads in our manifest which of its versions are too old, and tells which documents are ours.
    onResolve({ filter: /^(?:semver\/functions\/\w+|minimatch)$/ }, () => UNCALLED);
    onLoad({ filter: /.*/, namespace: UNCALLED.namespace }, () => ({
      contents: 'module.exports = () => ({});',
      loader: 'js',
    }));
  },
};
